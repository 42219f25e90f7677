/**
 * Findings about bundles: code that is not in them, and who vouches for them.
 */
import { quoted } from '../contract/visibleText.ts';
import { assertNever } from '../contract/errors.ts';
import type { Finding, LaunchPlan, SignatureSummary } from '../contract/plan.ts';
import { readInterpreterUse } from './interpreters.ts';
import { hasSeparator, isAbsolutePath, parsePath, segmentsBelow } from './machinePaths.ts';
import { showText } from './planText.ts';
import { found, type FindingContext, type SimpleCommand, type Word } from './words.ts';

/** Endings of files that are code, whatever runs them. */
const CODE_FILE =
  /\.(?:[cm]?[jt]sx?|pyz?w?|rb|pl|php|lua|sh|bash|ps1|cmd|bat|exe|com|dll|so|dylib|jar|node|wasm|scpt)$/i;

/** Empty for a typed command: nothing says what would belong to it. */
export function bundleFindings(
  plan: LaunchPlan,
  commands: readonly SimpleCommand[],
  context: FindingContext,
): readonly Finding[] {
  const { origin } = plan;
  if (origin.kind !== 'bundle') return [];
  const { bundleDir } = context;
  const outside =
    bundleDir === undefined ? [] : [...commandOutside(plan, context), ...scriptsOutside(plan, commands, context)];
  return [...outside, ...signatureFindings(origin.signature)];
}

function commandOutside(plan: LaunchPlan, context: FindingContext): readonly Finding[] {
  if (plan.runtime !== undefined) return [];
  const command = showText(plan.command);
  const bare = !hasSeparator(command, context.machine.platform);
  // Without a runtime on this machine, the bare name of one is what the bundle should ask for.
  if (plan.resolvedCommand === undefined && bare && /^(?:node|python3?|uv)(?:\.exe)?$/.test(command)) return [];
  const path = plan.resolvedCommand ?? command;
  if (!(bare && plan.resolvedCommand === undefined) && isInBundle(path, plan.cwd, context)) return [];
  const detail = `The program ${quoted(path)} is not part of the bundle, so the bundle’s signature and digest say nothing about it.`;
  return [found('OUTSIDE_BUNDLE', 'caution', { subject: 'command', text: path }, detail)];
}

function scriptsOutside(
  plan: LaunchPlan,
  commands: readonly SimpleCommand[],
  context: FindingContext,
): readonly Finding[] {
  const { platform } = context.machine;
  const scripts = commands.flatMap((command) => readInterpreterUse(command)?.script ?? []);
  const args = plan.args.map((arg, index): Word => ({ subject: `args[${index}]`, text: showText(arg) }));
  const files = args.filter(({ text }) => CODE_FILE.test(text));
  return [...scripts, ...files].flatMap((word) => {
    const path = word.text.replace(/^--?[\w-]+=/, '');
    const leadsOut = isAbsolutePath(path, platform) || path.split(/[\\/]/).includes('..');
    if (!leadsOut || /^[a-z][a-z0-9+.-]+:\/\//i.test(path) || isInBundle(path, plan.cwd, context)) return [];
    const detail = `The code ${quoted(path)} is not part of the bundle, so the bundle’s signature and digest say nothing about it.`;
    return [found('OUTSIDE_BUNDLE', 'caution', word, detail)];
  });
}

function isInBundle(path: string, cwd: string, { bundleDir = '', machine }: FindingContext): boolean {
  const { platform } = machine;
  return segmentsBelow(parsePath(path, cwd, platform), parsePath(bundleDir, cwd, platform), platform) !== undefined;
}

function signatureFindings(signature: SignatureSummary): readonly Finding[] {
  const words = signatureWords(signature);
  return words === undefined ? [] : [found('UNSIGNED', 'note', { subject: 'bundle', text: '' }, words)];
}

function signatureWords({ status, publisher, reason }: SignatureSummary): string | undefined {
  switch (status) {
    case 'signed_trusted':
      return undefined;
    case 'unsigned':
      return 'Nobody has signed this bundle, so there is no telling who made it.';
    case 'self_signed':
      return `The bundle is signed with a certificate that its maker issued${named(publisher)}; anybody can choose that name.`;
    case 'signed_untrusted':
      return `The bundle is signed${named(publisher)}, but this computer does not trust who confirmed that name.`;
    case 'could_not_check':
      return `The bundle’s signature could not be checked${reason === undefined ? '' : `: ${quoted(reason)}`}.`;
    default:
      return assertNever(status);
  }
}

function named(publisher: string | undefined): string {
  return publisher === undefined ? '' : ` in the name of ${quoted(publisher)}`;
}
