/**
 * A proposal in a few lines, for tests: values as a page sees them, `●` for what it does not see, `‹key›` for what has to
 * be filled in, `!` before what is taken for a secret.
 */
import { toEntry } from '../imports/importView.ts';
import type { Proposal } from '../imports/proposal.ts';

export interface ShownProposal {
  readonly name: string;
  readonly kind: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly notes?: readonly string[];
}

export function showProposal(proposal: Proposal): ShownProposal {
  const { name, kind, fields, notes } = toEntry(proposal, 0, undefined);
  const shown = fields.map(({ field, parts, secret }) => {
    const text = parts.map((part) =>
      part.kind === 'text' ? part.text : part.kind === 'hidden' ? '●' : `‹${part.key}›`,
    );
    return [field, `${secret ? '!' : ''}${text.join('')}`];
  });
  const said = notes.map(({ code, setting, detail }) => [code, setting, detail].filter(Boolean).join(' '));
  return {
    name,
    kind: kind === 'remote' ? `remote ${proposal.transport}` : kind,
    fields: Object.fromEntries(shown) as Record<string, string>,
    ...(said.length === 0 ? {} : { notes: said }),
  };
}
