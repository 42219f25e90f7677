/**
 * What differs between two plans, field by field, as the screen of a changed server shows it.
 *
 * Plans that have different digests never give an empty list: what no named field explains appears as `plan`.
 */
import { isRemotePlan } from '../contract/plan.ts';
import type { LaunchPlan, PlanChange, PlanText, RemotePlan, ServerPlan } from '../contract/plan.ts';
import { canonicalJson } from '../contract/canonicalJson.ts';

type Fields = ReadonlyMap<string, PlanText>;

/**
 * In the order a person reads a plan: what runs, its arguments, its environment, where it came from; or what is reached,
 * how, and what is sent along. Where a program took the place of an address, or the other way round, everything differs.
 */
export function planChanges(before: ServerPlan, after: ServerPlan): readonly PlanChange[] {
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

type Field = [string, PlanText | undefined];

function fieldsOf(plan: ServerPlan): Fields {
  const fields = isRemotePlan(plan) ? remoteFields(plan) : launchFields(plan);
  return new Map(fields.filter((field): field is [string, PlanText] => field[1] !== undefined));
}

function remoteFields({ url, tls, zone, transport, headers }: RemotePlan): readonly Field[] {
  return [
    ['url', url],
    ['tls', tls],
    ['zone', zone],
    ['transport', transport],
    ...headers.map(({ name, value }): Field => [`headers.${name}`, value]),
  ];
}

function launchFields(plan: LaunchPlan): readonly Field[] {
  const { runtime, origin } = plan;
  const fields: Field[] = [
    ['command', plan.command],
    ['resolvedCommand', plan.resolvedCommand],
    ['commandSha256', plan.commandSha256],
    ['runtime', runtime === undefined ? undefined : `${runtime.name} ${runtime.version} (${runtime.provided})`],
    ...plan.args.map((arg, index): Field => [`args[${index}]`, arg]),
    ['cwd', plan.cwd],
    ...plan.env.map(({ name, value }): Field => [`env.${name}`, value]),
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
      ...Object.entries(origin.signature).map(([key, value]): Field => [`origin.signature.${key}`, value]),
    );
  }
  return fields;
}

const READING_ORDER = [
  ...['url', 'tls', 'zone', 'transport', 'headers'],
  ...['command', 'resolvedCommand', 'commandSha256', 'runtime', 'args', 'cwd', 'env'],
];

/** An argument, variable or header that is new stands with the others, not at the end. */
function inReadingOrder(changes: readonly PlanChange[]): readonly PlanChange[] {
  const rank = (change: PlanChange): number => {
    const index = READING_ORDER.indexOf(/^\w+/.exec(change.field)?.[0] ?? '');
    return index === -1 ? READING_ORDER.length : index;
  };
  return changes.toSorted((a, b) => rank(a) - rank(b));
}
