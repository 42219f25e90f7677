/**
 * Texts of a conversation that a person changed. Pure.
 */
import type { SamplingBlock } from '../../../app/contract/input.ts';

/** By place. */
export type EditedTexts = ReadonlyMap<string, string>;

/** A text put back to what it was is not changed any more. */
export function withText(texts: EditedTexts, place: string, text: string | undefined): EditedTexts {
  const next = new Map(texts);
  if (text === undefined) next.delete(place);
  else next.set(place, text);
  return next;
}

/** The blocks with their texts as changed; what else a block carries stays. */
export function withTexts(
  blocks: readonly SamplingBlock[],
  texts: EditedTexts,
  placeOf: (index: number) => string,
): readonly SamplingBlock[] {
  return blocks.map((block, index) => {
    const text = block.type === 'text' ? texts.get(placeOf(index)) : undefined;
    return text === undefined ? block : { ...block, text };
  });
}
