/**
 * Finds packages by name or licence, for the list in Settings.
 */
import type { CommandResult } from '../../../app/contract/commands.ts';

export type Licence = CommandResult<'app.about'>['licences'][number];

/** By name; a typed text has to be part of the name or the licence. */
export function findLicences(licences: readonly Licence[], typed: string): readonly Licence[] {
  const wanted = typed.trim().toLowerCase();
  return licences
    .filter(({ name, license }) => `${name}\n${license}`.toLowerCase().includes(wanted))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
