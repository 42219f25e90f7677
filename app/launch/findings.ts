/**
 * What a person should be told about a plan: everything in it that is dangerous, unusual or hidden.
 *
 * Pure, and computed on the parsed argv, never on a joined line. A finding is advice: what makes a launch safe is that
 * the whole plan is shown. A program that none of the rules knows has no finding and can still do harm.
 */
import { quoted } from '../contract/visibleText.ts';
import type { Finding, LaunchPlan } from '../contract/plan.ts';
import { bundleFindings } from './bundleRules.ts';
import { characterFindings } from './characterRules.ts';
import { commandFindings, fetchedCodeFindings } from './commandRules.ts';
import { environmentFindings } from './environmentRules.ts';
import { packageFindings } from './packageRules.ts';
import { pathFindings } from './pathRules.ts';
import { hasSecret, showText } from './planText.ts';
import { walkCommands } from './walkCommands.ts';
import { found, type FindingContext, type Word } from './words.ts';

const SEVERITIES: readonly Finding['severity'][] = ['danger', 'caution', 'note'];

/** At most one finding of a code for one subject, the gravest; the gravest of all first. */
export function findingsOf(plan: LaunchPlan, context: FindingContext): readonly Finding[] {
  const walks = argvsOf(plan).map((argv) => walkCommands(argv, context.machine.platform));
  const [walk] = walks;
  const all = [
    ...walks.flatMap(fetchedCodeFindings),
    ...walks.flatMap(commandFindings),
    ...walks.flatMap(({ commands }) => commands.flatMap(packageFindings)),
    ...pathFindings(plan, walk?.scriptWords ?? [], context),
    ...environmentFindings(plan, walk?.assignments ?? [], context),
    ...characterFindings(plan),
    ...secretFindings(plan),
    ...bundleFindings(plan, walk?.commands ?? [], context),
  ];
  const bySeverity = SEVERITIES.flatMap((severity) => all.filter((finding) => finding.severity === severity));
  const first = new Map<string, Finding>();
  for (const finding of bySeverity) {
    const key = `${finding.code} ${finding.subject}`;
    if (!first.has(key)) first.set(key, finding);
  }
  return [...first.values()];
}

/** The command as it is written and, where it is a link to another program, as it resolves: both names are judged. */
function argvsOf(plan: LaunchPlan): readonly (readonly Word[])[] {
  const args = plan.args.map((arg, index): Word => ({ subject: `args[${index}]`, text: showText(arg) }));
  return [showText(plan.command), plan.resolvedCommand]
    .filter((text) => text !== undefined)
    .map((text) => [{ subject: 'command', text }, ...args]);
}

/** SECURITY(S9): a command line can be read by every program of this user; the value itself stays hidden here. */
function secretFindings(plan: LaunchPlan): readonly Finding[] {
  return plan.args.flatMap((arg, index) => {
    if (!hasSecret(arg)) return [];
    const detail = `A secret becomes part of the command line, where other programs can read it: ${quoted(showText(arg))}.`;
    return [found('SECRET_IN_ARGS', 'danger', { subject: `args[${index}]`, text: '' }, detail)];
  });
}
