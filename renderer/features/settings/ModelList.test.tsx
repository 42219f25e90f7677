import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { modelId } from '../../../app/contract/ids.ts';
import type { ModelView } from '../../../app/contract/models.ts';
import { startBridge } from '../../testing/manualCarrier.ts';
import { BridgeContext } from '../../state/bridgeContext.ts';
import { ModelForm } from './ModelForm.tsx';
import { ModelList } from './ModelList.tsx';

const AWAY: ModelView = {
  modelId: modelId.parse('mdl_00000001'),
  name: 'Away',
  provider: 'anthropic',
  model: 'large',
  hasKey: true,
};

const listOf = (models: readonly ModelView[], keychain = true): string =>
  renderToStaticMarkup(
    <MantineProvider>
      <ModelList models={models} keychain={keychain} onEdit={() => undefined} onRemove={() => undefined} />
    </MantineProvider>,
  );

test('without a model the list says that none is needed for an answer', () => {
  expect(listOf([])).toContain('No model is connected');
  expect(listOf([])).not.toContain('<ul');
});

test('every row says where its model is asked and whether it has a key, and its buttons name it', () => {
  const { hasKey: _key, ...rest } = AWAY;
  const home = {
    ...rest,
    modelId: modelId.parse('mdl_00000002'),
    name: 'Home',
    baseUrl: 'http://127.0.0.1:1/v1',
    hasKey: false,
  };
  const markup = listOf([AWAY, home]);
  for (const words of [
    'Anthropic’s own address',
    'http://127.0.0.1:1/v1',
    'key in your keychain',
    'aria-label="Edit Away"',
    'aria-label="Remove Home"',
  ]) {
    expect(markup).toContain(words);
  }
  expect(markup.match(/key in your keychain/g)).toHaveLength(1);
  expect(listOf([AWAY], false)).toContain('key kept for this run');
});

test('a name can’t reorder or hide what stands next to it (S12)', () => {
  expect(listOf([{ ...AWAY, name: 'a\u202Eb' }])).toContain('⟨U+202E⟩');
});

test('the form hides a key while it is typed, and asks before anything else who provides the model', () => {
  const markup = renderToStaticMarkup(
    <MantineProvider>
      <BridgeContext value={startBridge().bridge}>
        <ModelForm model={undefined} onSaved={() => undefined} onCancel={() => undefined} />
      </BridgeContext>
    </MantineProvider>,
  );
  expect(markup).toContain('type="password"');
  expect(markup.indexOf('Kind of provider')).toBeLessThan(markup.indexOf('type="password"'));
});
