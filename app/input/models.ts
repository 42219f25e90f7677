/**
 * The models a person has connected.
 *
 * SECURITY(S9): a key comes in with a definition, lies in the secret store, and goes out in one direction only: to the
 * place it was entered for. No view, event or document has it.
 */
import { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import type { HostChange } from '../contract/events.ts';
import { modelId } from '../contract/ids.ts';
import type { ModelId } from '../contract/ids.ts';
import { addressProblem, isSamePlace } from '../contract/modelAddress.ts';
import type { ModelPlace } from '../contract/modelAddress.ts';
import { modelDefinition } from '../contract/models.ts';
import type { ModelDefinition, ModelView } from '../contract/models.ts';
import type { ConfigStore } from '../ports/configStore.ts';
import type { ModelConnection } from '../ports/modelProvider.ts';
import type { RandomIds } from '../ports/randomIds.ts';
import type { SecretStore } from '../ports/secretStore.ts';

/** Owner of the keys in the secret store; each is named by its model's id. */
const SECRET_OWNER = 'models';

const storedModel = modelDefinition.omit({ apiKey: true }).extend({ modelId });
type StoredModel = Readonly<z.infer<typeof storedModel>>;
const documentShape = z.object({ formatVersion: z.literal(1), models: z.array(z.unknown()) });

export interface ModelsDeps {
  readonly configStore: ConfigStore;
  readonly emit: (change: HostChange) => void;
  readonly randomIds: RandomIds;
  readonly secretStore: SecretStore;
}

export class Models {
  private readonly deps: ModelsDeps;
  private stored: readonly StoredModel[];
  /** Entries this version can't read. They are written back as they are, so that nothing is lost. */
  private readonly unreadable: readonly unknown[];

  constructor(deps: ModelsDeps) {
    this.deps = deps;
    ({ stored: this.stored, unreadable: this.unreadable } = load(deps.configStore));
  }

  /** In the order they were added. */
  views(): readonly ModelView[] {
    return this.stored.map((model) => ({ ...model, hasKey: this.keyOf(model.modelId) !== undefined }));
  }

  /** @throws {AppError} `MODEL_URL_INVALID`, `CONFIG_VALUE_UNSAFE`, `STORE_DISK_FULL`, `STORE_READ_ONLY` */
  add(definition: ModelDefinition): ModelId {
    const id = modelId.parse(this.deps.randomIds.next('mdl'));
    const model = toStored(id, definition);
    this.put([...this.stored, model], id, typedKey(definition));
    return id;
  }

  /** @throws {AppError} as `add` does; `MODEL_NOT_FOUND` */
  update(id: ModelId, definition: ModelDefinition): void {
    const before = this.find(id);
    const model = toStored(id, definition);
    const key = typedKey(definition);
    // Before anything is stored: a key never lies next to an address it is not for, even when a write fails.
    if (key !== undefined || !isSamePlace(before, model)) this.deps.secretStore.delete(SECRET_OWNER, id);
    this.put(
      this.stored.map((each) => (each.modelId === id ? model : each)),
      id,
      key,
    );
  }

  /** @throws {AppError} `MODEL_NOT_FOUND`, `STORE_DISK_FULL`, `STORE_READ_ONLY` */
  remove(id: ModelId): void {
    this.find(id);
    this.deps.secretStore.delete(SECRET_OWNER, id);
    this.put(
      this.stored.filter((each) => each.modelId !== id),
      id,
      undefined,
    );
  }

  /**
   * What the provider is asked with, key included. For `ModelProvider` only.
   *
   * @throws {AppError} `MODEL_NOT_FOUND`; `MODEL_URL_INVALID` for what somebody wrote into the file.
   */
  resolve(id: string): ModelConnection & Pick<ModelView, 'name'> {
    const { name, provider, baseUrl, model } = this.find(id);
    return { name, ...connection({ provider, baseUrl, model }, this.keyOf(id)) };
  }

  /**
   * What a definition would be asked with. For `ModelProvider` only.
   *
   * @param id Of the model that is edited: its stored key counts as it would after `update`.
   * @throws {AppError} `MODEL_NOT_FOUND`, `MODEL_URL_INVALID`, `CONFIG_VALUE_UNSAFE`
   */
  resolveTyped(definition: ModelDefinition, id: ModelId | undefined): ModelConnection {
    const key = typedKey(definition);
    if (key !== undefined || id === undefined) return connection(definition, key);
    // SECURITY(S9): a page that names another address does not get the stored key sent there.
    return connection(definition, isSamePlace(this.find(id), definition) ? this.keyOf(id) : undefined);
  }

  private find(id: string): StoredModel {
    const found = this.stored.find((each) => each.modelId === id);
    if (found === undefined) throw new AppError('MODEL_NOT_FOUND', 'There is no such model.');
    return found;
  }

  private keyOf(id: string): string | undefined {
    return this.deps.secretStore.get(SECRET_OWNER, id);
  }

  private put(stored: readonly StoredModel[], id: ModelId, key: string | undefined): void {
    const { configStore, emit, secretStore } = this.deps;
    configStore.set('models', { formatVersion: 1, models: [...stored, ...this.unreadable] });
    this.stored = stored;
    try {
      if (key !== undefined && key !== '') secretStore.set(SECRET_OWNER, id, key);
    } finally {
      emit({ type: 'models.changed', models: this.views() });
    }
  }
}

function load(store: ConfigStore): {
  readonly stored: readonly StoredModel[];
  readonly unreadable: readonly unknown[];
} {
  const value = store.get('models');
  if (value === undefined) return { stored: [], unreadable: [] };
  const document = documentShape.safeParse(value);
  // Another version's document: kept whole, as one entry that can't be read.
  if (!document.success) return { stored: [], unreadable: [value] };
  const stored: StoredModel[] = [];
  const unreadable: unknown[] = [];
  for (const entry of document.data.models) {
    const parsed = storedModel.safeParse(entry);
    if (parsed.success) stored.push(parsed.data);
    else unreadable.push(entry);
  }
  return { stored, unreadable };
}

function toStored(id: ModelId, definition: ModelDefinition): StoredModel {
  const { name, provider, model } = definition;
  const baseUrl = checkedAddress(definition);
  return { modelId: id, name, provider, model, ...(baseUrl === undefined ? {} : { baseUrl }) };
}

type Asked = Pick<ModelDefinition, 'provider' | 'baseUrl' | 'model'>;

function connection(asked: Asked, key: string | undefined): ModelConnection {
  const baseUrl = checkedAddress(asked);
  return {
    provider: asked.provider,
    model: asked.model,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(key === undefined || key === '' ? {} : { apiKey: key }),
  };
}

/**
 * The address without the spaces around it.
 *
 * @throws {AppError} `MODEL_URL_INVALID`, without the address: it may hold a password.
 */
function checkedAddress(place: ModelPlace): string | undefined {
  const problem = addressProblem(place);
  if (problem === undefined) return place.baseUrl?.trim();
  throw new AppError('MODEL_URL_INVALID', 'This is no address that a model can be asked at.', { data: { problem } });
}

/**
 * The key without the spaces and line ends that come along when one is copied.
 *
 * @throws {AppError} `CONFIG_VALUE_UNSAFE` for what no HTTP header carries (RFC 9110 §5.5).
 */
function typedKey({ apiKey }: ModelDefinition): string | undefined {
  const key = apiKey?.trim();
  if (key !== undefined && !/^[\x21-\x7e]*$/.test(key)) {
    throw new AppError('CONFIG_VALUE_UNSAFE', 'A key is one line of plain letters.', { data: { key: 'apiKey' } });
  }
  return key;
}
