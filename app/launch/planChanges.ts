/**
 * What differs between two plans, field by field, as the screen of a changed server shows it.
 *
 * Plans that have different digests never give an empty list: what no named field explains appears as `plan`.
 */
import type { LaunchPlan, PlanChange, PlanText } from '../contract/plan.ts';
import { canonicalJson } from '../contract/canonicalJson.ts';

type Fields = ReadonlyMap<string, PlanText>;

/** In the order a person reads a plan: what runs, its arguments, its environment, where it came from. */
export function planChanges(before: LaunchPlan, after: LaunchPlan): readonly PlanChange[] {
  const old = fieldsOf(before);
  const fresh = fieldsOf(after);
  const changes = [...new Set([...old.keys(), ...fresh.keys()])].flatMap((field) =>
    changeOf(field, old.get(field), fresh.get(field)),
  );
  if (changes.length > 0 || canonicalJson(before) === canonicalJson(after)) return inReadingOrder(changes);
  return [{ field: 'plan', before: canonicalJson(before), after: canonicalJson(after) }];
}

function changeOf(field: string, before: PlanText | undefined, after: PlanText | undefined): PlanChange[] {
  if (before !== undefined && after !== undefined && canonicalJson(before) === canonicalJson(after)) return [];
  return [{ field, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}

function fieldsOf(plan: LaunchPlan): Fields {
  const { runtime, origin } = plan;
  const fields: [string, PlanText | undefined][] = [
    ['command', plan.command],
    ['resolvedCommand', plan.resolvedCommand],
    ['commandSha256', plan.commandSha256],
    ['runtime', runtime === undefined ? undefined : `${runtime.name} ${runtime.version} (${runtime.provided})`],
    ...plan.args.map((arg, index): [string, PlanText] => [`args[${index}]`, arg]),
    ['cwd', plan.cwd],
    ...plan.env.map(({ name, value }): [string, PlanText] => [`env.${name}`, value]),
    ['inheritedEnv', plan.inheritedEnv.join(', ')],
    ['path', plan.path],
    ['reach', plan.reach],
    ['origin.kind', origin.kind],
  ];
  if (origin.kind === 'bundle') {
    fields.push(
      ['origin.name', origin.name],
      ['origin.version', origin.version],
      ['origin.fileSha256', origin.fileSha256],
      ['origin.treeSha256', origin.treeSha256],
      ...Object.entries(origin.signature).map(([key, value]): [string, PlanText | undefined] => [
        `origin.signature.${key}`,
        value,
      ]),
    );
  }
  return new Map(fields.filter((field): field is [string, PlanText] => field[1] !== undefined));
}

const READING_ORDER = ['command', 'resolvedCommand', 'commandSha256', 'runtime', 'args', 'cwd', 'env'];

/** An argument or variable that is new stands with the others, not at the end. */
function inReadingOrder(changes: readonly PlanChange[]): readonly PlanChange[] {
  const rank = (change: PlanChange): number => {
    const index = READING_ORDER.indexOf(/^\w+/.exec(change.field)?.[0] ?? '');
    return index === -1 ? READING_ORDER.length : index;
  };
  return changes.toSorted((a, b) => rank(a) - rank(b));
}
