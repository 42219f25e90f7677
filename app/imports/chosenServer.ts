/**
 * From a proposal and what a person decided about it to the server that is added.
 */
import { AppError } from '../contract/errors.ts';
import type { ImportChoice } from '../contract/imports.ts';
import { remoteServer, typedServer } from '../contract/servers.ts';
import type { RemoteServer, TypedServer } from '../contract/servers.ts';
import { canBeSecret, placeName } from './proposal.ts';
import type { Proposal, ProposedField } from './proposal.ts';

export type NewServer =
  | { readonly kind: 'typed'; readonly definition: TypedServer }
  | { readonly kind: 'remote'; readonly definition: RemoteServer };

/** A field after the person's decision, with its inputs filled in. */
interface Settled {
  readonly field: ProposedField;
  readonly value: string;
  readonly secret: boolean;
}

/**
 * @throws {AppError} `CONFIG_REQUIRED_MISSING` with the `keys` of inputs without a value, and of fields with a secret that
 * can't be kept there and that nobody decided about; `CONFIG_VALUE_UNSAFE` for what no server can have;
 * `COMMAND_INVALID` for a decision that does not fit
 */
export function chosenServer(proposal: Proposal, choice: ImportChoice): NewServer {
  const settled = settle(proposal, choice);
  const values = (kind: ProposedField['place']['kind']): readonly Settled[] =>
    settled.filter(({ field }) => field.place.kind === kind);
  const named = (kind: 'variable' | 'header') =>
    values(kind).flatMap(({ field: { place }, value, secret }) =>
      'name' in place ? [{ name: place.name, value, secret }] : [],
    );
  const [cwd] = values('cwd');
  const [command] = values('command');
  const [url] = values('url');
  if (proposal.kind === 'local') {
    const definition = typedServer.safeParse({
      name: choice.name,
      command: command?.value,
      args: values('argument').map(({ value }) => value),
      env: named('variable'),
      ...(cwd === undefined ? {} : { cwd: cwd.value }),
    });
    if (definition.success) return { kind: 'typed', definition: definition.data };
  } else if (proposal.kind === 'remote') {
    const definition = remoteServer.safeParse({
      name: choice.name,
      url: url?.value,
      transport: proposal.transport,
      headers: named('header'),
    });
    if (definition.success) return { kind: 'remote', definition: definition.data };
  }
  throw new AppError('CONFIG_VALUE_UNSAFE', 'The entry makes no server.', { data: { key: choice.name } });
}

function settle(proposal: Proposal, choice: ImportChoice): readonly Settled[] {
  const decisions = new Map(choice.fields.map(({ field, as }) => [field, as]));
  const missing: string[] = [];
  const settled = proposal.fields.flatMap((field): Settled[] => {
    const name = placeName(field.place);
    const decision = decisions.get(name);
    if (!fits(decision, field)) {
      throw new AppError('COMMAND_INVALID', 'The decision does not fit the field.', { data: { field: name } });
    }
    if (decision === 'left_out') return [];
    const canKeep = canBeSecret(field.place);
    // SECURITY(S9): what looks like a secret is stored openly only when the person says that it may be.
    if (field.secret && !canKeep && decision !== 'open') missing.push(name);
    const { value, unfilled } = fillIn(field, proposal, choice);
    missing.push(...unfilled);
    return [{ field, value, secret: decision === undefined ? field.secret && canKeep : decision === 'secret' }];
  });
  if (missing.length === 0) return settled;
  throw new AppError('CONFIG_REQUIRED_MISSING', 'Something has to be filled in or decided first.', {
    data: { keys: [...new Set(missing)] },
  });
}

/** There is no server without what it runs or where it is, and no secret where none can be kept. */
function fits(decision: ImportChoice['fields'][number]['as'] | undefined, { place }: ProposedField): boolean {
  if (decision === 'left_out') return place.kind !== 'command' && place.kind !== 'url';
  return decision !== 'secret' || canBeSecret(place);
}

/** The whole value, and the keys of inputs that have none. */
function fillIn(
  { parts }: ProposedField,
  { inputs }: Proposal,
  choice: ImportChoice,
): { readonly value: string; readonly unfilled: readonly string[] } {
  const unfilled: string[] = [];
  const texts = parts.map((part) => {
    if (part.kind === 'text') return part.text;
    const text = choice.inputs.find(({ key }) => key === part.key)?.value ?? '';
    const mayBeEmpty = inputs.some((input) => input.key === part.key && input.default === '');
    if (text === '' && !mayBeEmpty) unfilled.push(part.key);
    return text;
  });
  return { value: texts.join(''), unfilled };
}
