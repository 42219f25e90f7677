import { expect, test } from 'vitest';
import { createNativePicker } from './nativePicker.ts';
import { fakeElectron } from './testing/fakeElectron.ts';

function startPicker() {
  const electron = fakeElectron();
  electron.becomeReady();
  return { electron, picker: createNativePicker(electron.modules.dialog, () => undefined) };
}

test.each([
  [{ want: 'file', multiple: false, extensions: [] }, ['openFile', 'dontAddToRecent'], undefined],
  [
    { want: 'directory', multiple: true, extensions: ['ignored'] },
    ['openDirectory', 'multiSelections', 'dontAddToRecent'],
    undefined,
  ],
  [
    { want: 'file', multiple: true, extensions: ['mcpb', 'dxt'] },
    ['openFile', 'multiSelections', 'dontAddToRecent'],
    [
      { name: '.mcpb, .dxt', extensions: ['mcpb', 'dxt'] },
      { name: 'All files', extensions: ['*'] },
    ],
  ],
] as const)('%j asks for %j', async (request, properties, filters) => {
  const { electron, picker } = startPicker();
  await picker.pick(request);
  expect(electron.openDialogs).toEqual([{ properties, ...(filters === undefined ? {} : { filters }) }]);
});

test('what was chosen is answered, and that nothing was', async () => {
  const { electron, picker } = startPicker();
  const request = { want: 'file', multiple: true, extensions: [] } as const;
  expect(await picker.pick(request)).toEqual({ kind: 'cancelled' });
  electron.answerWith({ files: ['/a', '/b'] });
  expect(await picker.pick(request)).toEqual({ kind: 'chosen', paths: ['/a', '/b'] });
});
