/**
 * Findings about paths that lead to sensitive places, in arguments, variables and the working directory.
 *
 * A path is compared segment by segment after normalising, so `/etcetera` is not `/etc` and `~/docs/../.ssh` is `~/.ssh`.
 */
import { quoted } from '../contract/visibleText.ts';
import type { Finding, LaunchPlan } from '../contract/plan.ts';
import { fold, isAbsolutePath, parsePath, pathText, segmentsBelow, type MachinePath } from './machinePaths.ts';
import { showText } from './planText.ts';
import { HARMLESS_PLACES, HOME_PLACES, SYSTEM_PLACES, type SensitivePlace } from './sensitivePlaces.ts';
import { found, type FindingContext, type Word } from './words.ts';

/** Where uv makes the environment of an installed bundle: beside its files, which must stay as they are. */
export function uvEnvironment(bundleDir: string): string {
  return `${bundleDir}.venv`;
}

/** @param scriptWords Words of scripts, besides the plan's own arguments. */
export function pathFindings(
  plan: LaunchPlan,
  scriptWords: readonly Word[],
  context: FindingContext,
): readonly Finding[] {
  const args = plan.args.map((arg, index): Word => ({ subject: `args[${index}]`, text: showText(arg) }));
  const env = plan.env.map(({ name, value }): Word => ({ subject: `env.${name}`, text: showText(value) }));
  return [
    ...[...args, ...scriptWords].flatMap((word) => wordFindings(word, plan.cwd, context, 'any')),
    ...env.flatMap((word) => wordFindings(word, plan.cwd, context, 'absolute')),
    ...cwdFindings(plan.cwd, context),
  ];
}

function cwdFindings(cwd: string, context: FindingContext): readonly Finding[] {
  // Being in a folder gives nothing that the process would not have anyway, so home is worth a note here.
  return wordFindings({ subject: 'cwd', text: cwd }, cwd, context, 'absolute').map((finding) =>
    finding.severity === 'caution' ? { ...finding, severity: 'note' as const } : finding,
  );
}

function wordFindings(word: Word, cwd: string, context: FindingContext, kind: 'any' | 'absolute'): readonly Finding[] {
  return candidates(word.text, context).flatMap((text) => {
    const { platform } = context.machine;
    const absolute = isAbsolutePath(text, platform);
    const relative =
      kind === 'any' && (text.startsWith('.') || text.includes('/') || (platform === 'win32' && text.includes('\\')));
    if (!absolute && !relative) return [];
    const place = placeOf(parsePath(text, cwd, platform), context);
    // A word with a slash need not be a path, so a relative one counts only where it leads to something worse.
    if (place === undefined || (!absolute && place.severity === 'note')) return [];
    return [found('SENSITIVE_PATH', place.severity, word, `${quoted(text)} ${place.what}.`)];
  });
}

/** The text itself and the parts of it that programs read as paths: `--flag=path`, `a:b`, `src=a,dst=b`, `file:` URLs. */
function candidates(text: string, context: FindingContext): readonly string[] {
  const pieces = new Set([text]);
  const option = /^-|=/.test(text) ? text.split(/[=,]/) : [];
  const attached = /^-[A-Za-z]([/~.].*)$/s.exec(text)?.[1];
  for (const part of [text, ...option, ...(attached === undefined ? [] : [attached])]) {
    if (/^file:/i.test(part)) pieces.add(decodeUrlPath(part.replace(/^file:(?:\/\/(?:localhost)?(?=\/))?/i, '')));
    else if (/^[a-z][a-z0-9+.-]*:\/\//i.test(part)) pieces.delete(part);
    else for (const piece of [part, ...splitList(part, context)]) pieces.add(piece);
  }
  return [...pieces].map((piece) => expandHome(piece, context)).filter((piece) => piece !== '');
}

function splitList(text: string, { machine }: FindingContext): readonly string[] {
  return text.split(machine.platform === 'win32' ? /;|:(?![\\/])|(?<=..):/ : /[:;]/);
}

function decodeUrlPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Programs and shells expand these by themselves. */
function expandHome(text: string, { machine }: FindingContext): string {
  const home =
    /^(?:~(?=$|[\\/])|\$HOME\b|\$\{HOME\}|\$env:(?:HOME|USERPROFILE)\b|%USERPROFILE%|%HOMEDRIVE%%HOMEPATH%)/i;
  if (home.test(text)) return text.replace(home, () => machine.homeDir);
  if (machine.platform !== 'win32') return text;
  return text
    .replace(/^(?:%APPDATA%|\$env:APPDATA\b)/i, () => `${machine.homeDir}\\AppData\\Roaming`)
    .replace(/^(?:%LOCALAPPDATA%|\$env:LOCALAPPDATA\b)/i, () => `${machine.homeDir}\\AppData\\Local`)
    .replace(/^(?:%(?:SystemRoot|windir)%|\$env:(?:SystemRoot|windir)\b)/i, () => 'C:\\Windows');
}

interface Place {
  readonly severity: Finding['severity'];
  readonly what: string;
}

function placeOf(path: MachinePath, { machine, bundleDir }: FindingContext): Place | undefined {
  const { platform } = machine;
  const parse = (text: string): MachinePath => parsePath(text, machine.homeDir, platform);
  const own = bundleDir === undefined ? [] : [bundleDir, uvEnvironment(bundleDir)];
  if (own.some((dir) => segmentsBelow(path, parse(dir), platform) !== undefined)) return undefined;
  const harmless = pathText({ root: path.root, segments: path.segments.slice(0, 2) }, platform);
  if (HARMLESS_PLACES.has(harmless)) return undefined;
  const home = parse(machine.homeDir);
  const belowHome = segmentsBelow(path, home, platform);
  const sensitive =
    HOME_PLACES.find((place) => holdsPlace(path, belowHome, place, platform)) ??
    SYSTEM_PLACES[platform].find((place) => {
      const system = parse(place.path);
      // Root's own home is a place of the system to everybody but root.
      const holdsHome = belowHome !== undefined && segmentsBelow(home, system, platform) !== undefined;
      return !holdsHome && segmentsBelow(path, system, platform) !== undefined;
    });
  if (sensitive !== undefined) return { severity: sensitive.severity, what: `leads to ${sensitive.what}` };
  if (path.segments.length === 0) return { severity: 'caution', what: 'is the whole disk' };
  if (segmentsBelow(home, path, platform) !== undefined) {
    return { severity: 'caution', what: 'holds your whole home folder, with everything of yours in it' };
  }
  return belowHome === undefined ? undefined : { severity: 'note', what: 'is in your home folder' };
}

function holdsPlace(
  path: MachinePath,
  belowHome: readonly string[] | undefined,
  place: SensitivePlace,
  platform: FindingContext['machine']['platform'],
): boolean {
  const wanted = place.path.split('/');
  const startsAt = (segments: readonly string[], at: number): boolean =>
    wanted.every((segment, index) => fold(segments[at + index] ?? '', platform) === fold(segment, platform));
  if (place.anywhere === true) return path.segments.some((_segment, at) => startsAt(path.segments, at));
  return belowHome !== undefined && startsAt(belowHome, 0);
}
