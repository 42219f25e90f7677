import { describe, expect, test } from 'vitest';
import type { HostChange } from '../contract/events.ts';
import { modelId } from '../contract/ids.ts';
import type { ModelDefinition } from '../contract/models.ts';
import type { ConfigStore } from '../ports/configStore.ts';
import { createFakeRandomIds, createMemoryConfigStore, createMemorySecretStore } from '../testing/fakePorts.ts';
import { Models } from './models.ts';

const KEY = 'sk-very-secret';
const AT_HOME: ModelDefinition = {
  name: 'At home',
  provider: 'openai_compatible',
  baseUrl: 'http://127.0.0.1:11434/v1',
  model: 'small',
};
const AWAY: ModelDefinition = {
  name: 'Away',
  provider: 'openai_compatible',
  baseUrl: 'https://models.example/v1',
  model: 'large',
  apiKey: KEY,
};
const codeOf = (code: string): unknown => expect.objectContaining({ code });

function start(configStore: ConfigStore & { documents?: Map<string, string> } = createMemoryConfigStore()) {
  const secretStore = createMemorySecretStore();
  const events: HostChange[] = [];
  const deps = {
    configStore,
    secretStore,
    randomIds: createFakeRandomIds(),
    emit: (change: HostChange) => events.push(change),
  };
  return { configStore, events, models: new Models(deps), again: () => new Models(deps) };
}

describe('models', () => {
  test('are listed with whether they have a key, for every page and over a restart', () => {
    const { models, events, again } = start();
    const id = models.add(AWAY);
    models.add(AT_HOME);
    const { apiKey: _key, ...shown } = AWAY;
    const views = [
      { ...shown, modelId: id, hasKey: true },
      { ...AT_HOME, modelId: expect.stringMatching(/^mdl_/) as string, hasKey: false },
    ];
    expect(models.views()).toEqual(views);
    expect(events.at(-1)).toEqual({ type: 'models.changed', models: views });
    expect(again().views()).toEqual(views);
  });

  test('lose their key with them', () => {
    const { models, again } = start();
    const id = models.add(AWAY);
    models.remove(id);
    expect(models.views()).toEqual([]);
    expect(again().views()).toEqual([]);
    expect(() => models.resolve(id)).toThrow(codeOf('MODEL_NOT_FOUND'));
    expect(() => models.remove(id)).toThrow(codeOf('MODEL_NOT_FOUND'));
    expect(() => models.update(id, AWAY)).toThrow(codeOf('MODEL_NOT_FOUND'));
  });

  test('that this version can’t read stay in the document', () => {
    const configStore = createMemoryConfigStore();
    const strange = { modelId: 'mdl_00000099', provider: 'of a later version' };
    configStore.set('models', { formatVersion: 1, models: [strange] });
    const { models } = start(configStore);
    expect(models.views()).toEqual([]);
    models.add(AT_HOME);
    expect(configStore.get('models')).toMatchObject({ models: [{ name: 'At home' }, strange] });
  });
});

describe('an address (S9)', () => {
  test.each([
    'https://models.example/v1',
    'https://models.example:8443/',
    'http://127.0.0.1:11434/v1',
    'http://127.8.8.8/v1',
    'http://localhost:1234/v1',
    'http://[::1]:1234/v1',
    ' https://models.example/v1 ',
  ])('may be %j', (baseUrl) => {
    const { models } = start();
    models.add({ ...AT_HOME, baseUrl });
    expect(models.views()[0]?.baseUrl).toBe(baseUrl.trim());
  });

  test.each([
    ['in the clear over a network', 'http://models.example/v1'],
    ['in the clear to a neighbour', 'http://192.168.1.4:11434/v1'],
    ['every address of this computer', 'http://0.0.0.0:11434/v1'],
    ['a name that only begins like this computer', 'http://localhost.models.example/v1'],
    ['a number that only begins like this computer', 'http://127.0.0.1.models.example/v1'],
    ['a password in it', 'https://me:hunter2@models.example/v1'],
    ['a key in its query', 'https://models.example/v1?key=hunter2'],
    ['a fragment', 'https://models.example/v1#hunter2'],
    ['no address', 'models.example/v1'],
    ['a file', 'file:///etc/passwd'],
    ['empty', ''],
    ['none, for a provider that has no own', undefined],
  ])('may not be: %s', (_what, baseUrl) => {
    const { models, events } = start();
    const error = codeOf('MODEL_URL_INVALID');
    expect(() => models.add({ ...AT_HOME, baseUrl })).toThrow(error);
    expect(() => models.resolveTyped({ ...AT_HOME, baseUrl }, undefined)).toThrow(error);
    expect(() => models.add({ ...AT_HOME, baseUrl })).not.toThrow(/hunter2/);
    expect([models.views(), events]).toEqual([[], []]);
  });

  test('that somebody wrote into the file is not asked', () => {
    const configStore = createMemoryConfigStore();
    const stored = { modelId: 'mdl_00000001', name: 'Away', provider: 'openai_compatible', model: 'large' };
    configStore.set('models', { formatVersion: 1, models: [{ ...stored, baseUrl: 'http://evil.example/v1' }] });
    expect(() => start(configStore).models.resolve('mdl_00000001')).toThrow(codeOf('MODEL_URL_INVALID'));
  });

  test('is the provider’s own for Anthropic', () => {
    const { models } = start();
    const id = models.add({ name: 'Away', provider: 'anthropic', model: 'large', apiKey: KEY });
    expect(models.resolve(id)).toEqual({ name: 'Away', provider: 'anthropic', model: 'large', apiKey: KEY });
  });
});

describe('a key (S9)', () => {
  const { apiKey: _key, ...withoutKey } = AWAY;
  const keyAfter = (change: Partial<ModelDefinition>): string | undefined => {
    const { models } = start();
    const id = models.add(AWAY);
    const tested = models.resolveTyped({ ...withoutKey, ...change }, id).apiKey;
    models.update(id, { ...withoutKey, ...change });
    const { apiKey } = models.resolve(id);
    // A test before saving goes out with what would be saved.
    expect(tested).toBe(apiKey);
    expect(models.views()[0]?.hasKey).toBe(apiKey !== undefined);
    return apiKey;
  };

  test.each([
    ['nothing is changed', {}],
    ['the name changes', { name: 'Far away', model: 'larger' }],
    ['the path changes', { baseUrl: 'https://models.example/v2' }],
  ])('stays when %s', (_what, change) => expect(keyAfter(change)).toBe(KEY));

  test.each([
    ['the host changes', { baseUrl: 'https://evil.example/v1' }],
    ['the port changes', { baseUrl: 'https://models.example:8443/v1' }],
    ['the scheme changes', { baseUrl: 'http://localhost/v1' }],
    ['the provider changes', { provider: 'anthropic' as const }],
    ['it is taken away', { apiKey: '' }],
  ])('goes when %s', (_what, change) => expect(keyAfter(change)).toBeUndefined());

  test('is replaced by a new one', () => expect(keyAfter({ apiKey: 'sk-another' })).toBe('sk-another'));

  test('never lies next to another address, also when the disk is full', () => {
    const memory = createMemoryConfigStore();
    let isFull = false;
    const { models } = start({
      ...memory,
      set: (name, value) => {
        if (isFull) throw new Error('The disk is full.');
        memory.set(name, value);
      },
    });
    const id = models.add(AWAY);
    isFull = true;
    expect(() => models.update(id, { ...AWAY, baseUrl: 'https://evil.example/v1', apiKey: 'sk-for-evil' })).toThrow();
    expect(models.resolve(id)).toEqual({ ...AWAY, apiKey: undefined });
  });

  test('is taken without the line end that came along', () => {
    const { models } = start();
    expect(models.resolve(models.add({ ...AWAY, apiKey: ` ${KEY}\r\n` })).apiKey).toBe(KEY);
  });

  test.each(['sk\nx-evil: 1', 'sk–dash', 'two words'])('that no header carries is refused: %j', (apiKey) => {
    const { models } = start();
    expect(() => models.add({ ...AWAY, apiKey })).toThrow(codeOf('CONFIG_VALUE_UNSAFE'));
    expect(models.views()).toEqual([]);
  });

  test('is in no document, view or event', () => {
    const { models, events, configStore } = start();
    const id = models.add(AWAY);
    models.update(id, { ...AWAY, name: 'Far away' });
    const seen = JSON.stringify([models.views(), events, [...(configStore.documents ?? [])]]);
    expect(seen).toContain('Far away');
    expect(seen).not.toContain(KEY);
  });

  test('of one model is never another’s', () => {
    const { models } = start();
    models.add(AWAY);
    const other = models.add({ ...withoutKey, name: 'Next to it' });
    expect(models.resolve(other).apiKey).toBeUndefined();
    expect(() => models.resolveTyped(withoutKey, modelId.parse('mdl_99999999'))).toThrow(codeOf('MODEL_NOT_FOUND'));
  });
});
