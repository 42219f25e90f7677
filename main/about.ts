/**
 * What this build of Gatehouse is: its version, and the licences of what it is built on.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { licence } from '../app/contract/settings.ts';
import packageJson from '../package.json' with { type: 'json' };
import { builtFile } from './builtFile.ts';

export const version: string = packageJson.version;

/** Written by `resources/licences.ts` when the app is built; empty when it was not. */
export async function readLicences(): Promise<z.infer<typeof licence>[]> {
  try {
    return z.array(licence).parse(JSON.parse(await readFile(builtFile('licences.json'), 'utf8')));
  } catch {
    return [];
  }
}
