/**
 * What a server's annotations say of a resource (MCP 2025-11-25 server/resources §Annotations). Claims, and no more.
 */
import type { ResourceView } from '../../../app/contract/resources.ts';

export interface ResourceClaim {
  /** Completes “The server says that it …”. */
  readonly words: string;
  /** The server's own text, after the words. */
  readonly quotes?: string;
}

type Annotations = Pick<ResourceView, 'audience' | 'priority' | 'lastModified'>;

export function resourceClaims({ audience, priority, lastModified }: Annotations): readonly ResourceClaim[] {
  return [
    ...(audience === undefined || audience.length === 0 ? [] : [audienceClaim(audience)]),
    ...(priority === undefined ? [] : [{ words: priorityWords(priority) }]),
    ...(lastModified === undefined ? [] : [{ words: 'was last changed on', quotes: lastModified }]),
  ];
}

function audienceClaim(audience: readonly string[]): ResourceClaim {
  const forPerson = audience.includes('user');
  const forModel = audience.includes('assistant');
  if (audience.some((each) => each !== 'user' && each !== 'assistant')) {
    return { words: 'is meant for', quotes: audience.join(', ') };
  }
  if (forPerson && forModel) return { words: 'is meant for people and models' };
  return { words: forPerson ? 'is meant for people' : 'is meant for models' };
}

/** 1 is the most important, 0 the least (MCP schema, Annotations.priority). */
function priorityWords(priority: number): string {
  if (!(priority >= 0 && priority <= 1)) return `has the priority ${priority}, which should lie between 0 and 1`;
  const percent = Math.round(priority * 100);
  if (priority === 1) return 'is of the highest importance (100 of 100)';
  return `has an importance of ${percent} of 100`;
}
