/**
 * The form for a model: what is typed, what is wrong with it, and what goes to the host. Pure.
 */
import { addressProblem, isSamePlace } from '../../../app/contract/modelAddress.ts';
import type { AddressProblem, ModelPlace } from '../../../app/contract/modelAddress.ts';
import { modelDefinition } from '../../../app/contract/models.ts';
import type { ModelDefinition, ModelView } from '../../../app/contract/models.ts';

export interface ModelFields {
  readonly name: string;
  readonly provider: ModelDefinition['provider'];
  readonly baseUrl: string;
  readonly model: string;
  /** The stored key is to stay, as far as it may. */
  readonly keepsKey: boolean;
  readonly key: string;
}

export function initialModel(model?: ModelView): ModelFields {
  return {
    name: model?.name ?? '',
    provider: model?.provider ?? 'openai_compatible',
    baseUrl: model?.baseUrl ?? '',
    model: model?.model ?? '',
    keepsKey: model?.hasKey ?? false,
    key: '',
  };
}

/** Whether the stored key stays: never for another provider or the host of another address. */
export function staysStored(fields: ModelFields, before: ModelView | undefined): boolean {
  return before?.hasKey === true && fields.keepsKey && isSamePlace(before, placeOf(fields));
}

export type ModelProblems = Readonly<Partial<Record<'name' | 'baseUrl' | 'model', string>>>;

const ADDRESS_WORDS: Readonly<Record<AddressProblem, string>> = {
  missing: 'Enter the address that the provider gives.',
  unreadable: 'This is no web address. It has to start with https://, or with http:// on this computer.',
  not_private: 'Others on the way could read along. Use https://; http:// is for this computer only.',
  credentials: 'Leave user name and password out. A key has its own field below.',
  query: 'Leave out what follows “?” or “#”. A key has its own field below.',
};

export function modelProblems(fields: ModelFields): ModelProblems {
  const address = addressProblem(placeOf(fields));
  return {
    ...(fields.name.trim() === '' ? { name: 'Give the model a name, so that you recognise it.' } : {}),
    ...(fields.model.trim() === '' ? { model: 'Enter what the provider calls the model.' } : {}),
    ...(address === undefined ? {} : { baseUrl: ADDRESS_WORDS[address] }),
  };
}

/** What the host gets, or `undefined` while something is wrong that the contract forbids. */
export function toModelDefinition(fields: ModelFields, before: ModelView | undefined): ModelDefinition | undefined {
  if (Object.keys(modelProblems(fields)).length > 0) return undefined;
  // An empty key takes a stored one away; without one there is nothing to say.
  const saysNothing = staysStored(fields, before) || (fields.key === '' && before?.hasKey !== true);
  const parsed = modelDefinition.safeParse({
    name: fields.name,
    model: fields.model,
    ...placeOf(fields),
    ...(saysNothing ? {} : { apiKey: fields.key }),
  });
  return parsed.success ? parsed.data : undefined;
}

function placeOf({ provider, baseUrl }: ModelFields): ModelPlace {
  const address = baseUrl.trim();
  return address === '' ? { provider } : { provider, baseUrl: address };
}
