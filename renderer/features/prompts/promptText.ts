/**
 * Messages of a prompt as text for the clipboard. Pure.
 */
import type { ContentBlock } from '../../../app/contract/calls.ts';
import type { PromptMessage } from '../../../app/contract/resources.ts';

/** Every message under the role it has. */
export function messagesText(messages: readonly PromptMessage[]): string {
  return messages.map(({ role, content }) => `${role}:\n${blockText(content)}`).join('\n\n');
}

/** The text itself where there is one; anything else as JSON. */
function blockText(block: ContentBlock): string {
  if (block.type === 'text') return block.text;
  if (block.type === 'resource' && block.resource.text !== undefined) return block.resource.text;
  return JSON.stringify(block.type === 'unknown' ? block.block : block, undefined, 2);
}
