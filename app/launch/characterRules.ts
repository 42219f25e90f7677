/**
 * Findings about characters that hide something from the reader.
 */
import { visibleParts } from '../contract/visibleText.ts';
import type { Finding, LaunchPlan } from '../contract/plan.ts';
import { showText } from './planText.ts';
import { found, type Word } from './words.ts';

/** Bidirectional controls, zero-width and tag characters, fillers, terminal controls: nobody types them by accident. */
const DECEPTIVE =
  /(?![\t\n\r\u200c\u200d]|[\ufe00-\ufe0f])[\p{Cs}\p{Cf}\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** How emoji are written: a variation selector behind a pictograph, a joiner between two. */
const EMOJI_PARTS =
  /(?<=\p{Extended_Pictographic})(?:\ufe0e|\ufe0f)|(?<=[0-9#*])\ufe0f(?=\u20e3)|(?<=\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?)\u200d(?=\p{Extended_Pictographic})/gu;

/** At most so many different characters are named in one finding. */
const NAMED = 5;

export function characterFindings(plan: LaunchPlan): readonly Finding[] {
  return textsOf(plan).flatMap(characterFinding);
}

/** None or one. */
export function characterFinding(word: Word): readonly Finding[] {
  const text = word.text.replaceAll(EMOJI_PARTS, '');
  // The marks our escapes are made of are visible themselves.
  const parts = visibleParts(text.replaceAll(/[⟨␠]/g, '-'));
  const escapes = new Set(parts.filter(({ kind }) => kind === 'escape').map((part) => part.text));
  if (escapes.size === 0) return [];
  const shown = `“${[...escapes].slice(0, NAMED).join(' ')}”`;
  const onlySpaces = escapes.size === 1 && escapes.has('␠');
  const detail = onlySpaces
    ? `This text begins or ends with spaces, shown as ${shown}, which are easily overlooked.`
    : `This text has characters in it that can’t be seen or that change how it is read: ${shown}.`;
  return [found('INVISIBLE_CHARACTERS', DECEPTIVE.test(text) ? 'danger' : 'caution', word, detail)];
}

function textsOf(plan: LaunchPlan): readonly Word[] {
  const claims = plan.origin.kind === 'bundle' ? [plan.origin.name, plan.origin.version] : [];
  return [
    { subject: 'command', text: showText(plan.command) },
    ...plan.args.map((arg, index) => ({ subject: `args[${index}]`, text: showText(arg) })),
    ...plan.env.flatMap(({ name, value }) => [
      { subject: `env.${name}`, text: name },
      { subject: `env.${name}`, text: showText(value) },
    ]),
    { subject: 'cwd', text: plan.cwd },
    ...claims.map((text) => ({ subject: 'bundle', text })),
  ];
}
