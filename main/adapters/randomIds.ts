/**
 * Ids nobody can guess, from the operating system's randomness.
 */
import { randomBytes } from 'node:crypto';
import type { RandomIds } from '../../app/ports/randomIds.ts';

export const systemRandomIds: RandomIds = {
  next: (prefix) => `${prefix}_${randomBytes(16).toString('base64url')}`,
};
