/**
 * Finds tools by what a person types. Every word has to be there, in the label, the name or the description.
 */
import type { ToolView } from '../../../app/contract/servers.ts';

/** In the order given; tools whose label or name holds all words come before those that only describe them. */
export function findTools(tools: readonly ToolView[], typed: string): readonly ToolView[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return tools;
  const named = (tool: ToolView): string => `${tool.label}\n${tool.name}`.toLowerCase();
  const holdsAll = (text: string): boolean => words.every((word) => text.includes(word));
  const found = tools.filter((tool) => holdsAll(`${named(tool)}\n${(tool.description ?? '').toLowerCase()}`));
  return [...found.filter((tool) => holdsAll(named(tool))), ...found.filter((tool) => !holdsAll(named(tool)))];
}
