/**
 * What the page may see of a proposal.
 */
import type { ServerId } from '../contract/ids.ts';
import type { ImportEntry, ImportField, ImportPart } from '../contract/imports.ts';
import { hasSecretForm } from '../launch/looksLikeSecret.ts';
import { canBeSecret, placeName } from './proposal.ts';
import type { Part, Proposal, ProposedField } from './proposal.ts';

export function toEntry(proposal: Proposal, index: number, addedAs: ServerId | undefined): ImportEntry {
  const { name, kind, fields, inputs, notes } = proposal;
  return {
    index,
    name,
    kind,
    fields: fields.map(toField),
    inputs,
    notes,
    selectedByDefault: kind !== 'unusable' && !notes.some(({ code }) => code === 'DISABLED'),
    ...(addedAs === undefined ? {} : { addedAs }),
  };
}

function toField({ place, parts, secret }: ProposedField): ImportField {
  const isWhole = parts.length === 1;
  return {
    field: placeName(place),
    parts: parts.map((part) => toPart(part, secret && isWhole)),
    secret,
    canBeSecret: canBeSecret(place),
  };
}

/** SECURITY(S9): a value that is one secret, and a piece with the form of one, stay here. */
function toPart(part: Part, isSecret: boolean): ImportPart {
  if (part.kind === 'input') return part;
  return isSecret || hasSecretForm(part.text) ? { kind: 'hidden' } : part;
}
