import { describe, expect, test } from 'vitest';
import { modelId } from '../../../app/contract/ids.ts';
import type { ModelView } from '../../../app/contract/models.ts';
import { initialModel, modelProblems, staysStored, toModelDefinition } from './modelForm.ts';
import type { ModelFields } from './modelForm.ts';

const STORED: ModelView = {
  modelId: modelId.parse('mdl_00000001'),
  name: 'Away',
  provider: 'openai_compatible',
  baseUrl: 'https://models.example/v1',
  model: 'large',
  hasKey: true,
};
const typed = (change: Partial<ModelFields> = {}): ModelFields => ({
  ...initialModel(),
  name: 'At home',
  baseUrl: 'http://127.0.0.1:11434/v1',
  model: 'small',
  ...change,
});

describe('a new model', () => {
  test('starts empty and says what is missing', () => {
    expect(Object.keys(modelProblems(initialModel()))).toEqual(['name', 'model', 'baseUrl']);
    expect(toModelDefinition(initialModel(), undefined)).toBeUndefined();
  });

  test('goes to the host without a key where none is typed', () => {
    expect(toModelDefinition(typed(), undefined)).toEqual({
      name: 'At home',
      provider: 'openai_compatible',
      baseUrl: 'http://127.0.0.1:11434/v1',
      model: 'small',
    });
    expect(toModelDefinition(typed({ key: 'sk' }), undefined)?.apiKey).toBe('sk');
  });

  test('of Anthropic needs no address', () => {
    const fields = typed({ provider: 'anthropic', baseUrl: '  ' });
    expect(toModelDefinition(fields, undefined)).toEqual({ name: 'At home', provider: 'anthropic', model: 'small' });
  });

  test.each([
    ['http://models.example/v1', 'read along'],
    ['models.example', 'no web address'],
    ['https://me:secret@models.example/v1', 'user name'],
    ['https://models.example/v1?key=1', '“?”'],
    ['', 'Enter the address'],
  ])('has no address like %j', (baseUrl, words) => {
    expect(modelProblems(typed({ baseUrl })).baseUrl).toContain(words);
    expect(toModelDefinition(typed({ baseUrl }), undefined)).toBeUndefined();
  });

  test('is refused where the contract refuses it', () => {
    expect(toModelDefinition(typed({ name: 'x'.repeat(201) }), undefined)).toBeUndefined();
  });
});

describe('the stored key of a model that is edited (S9)', () => {
  const edit = (change: Partial<ModelFields>) => {
    const fields = { ...initialModel(STORED), ...change };
    return [staysStored(fields, STORED), toModelDefinition(fields, STORED)?.apiKey];
  };

  test.each([
    ['stays, unsaid', {}, [true, undefined]],
    ['stays for another path of the same host', { baseUrl: 'https://models.example/v2' }, [true, undefined]],
    ['is not for another host', { baseUrl: 'https://other.example/v1' }, [false, '']],
    ['is not for another provider', { provider: 'anthropic' as const }, [false, '']],
    ['is replaced by a new one', { keepsKey: false, key: 'sk' }, [false, 'sk']],
    ['is taken away', { keepsKey: false }, [false, '']],
  ])('%s', (_what, change, expected) => expect(edit(change)).toEqual(expected));
});
