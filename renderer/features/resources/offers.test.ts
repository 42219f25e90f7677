import { expect, test } from 'vitest';
import { runningServer } from '../servers/exampleServer.ts';
import { canWatch, offers } from './offers.ts';

const runs = (serverCapabilities: Readonly<Record<string, unknown>>) => runningServer({ serverCapabilities }).state;

test('what a server declares is offered, and nothing is known of one that does not run', () => {
  expect(offers(runs({ completions: {} }), 'completions')).toBe(true);
  expect(offers(runs({}), 'completions')).toBe(false);
  expect(offers({ kind: 'stopped' }, 'completions')).toBeUndefined();
});

test.each([
  ['a server that declares it', { resources: { subscribe: true } }, true],
  ['one that declares something else', { resources: { listChanged: true } }, false],
  ['one that says no', { resources: { subscribe: false } }, false],
  ['one whose capability is no object', { resources: true }, false],
  ['one without resources', {}, false],
])('watching at %s', (_name, capabilities, watches) => {
  expect(canWatch(runs(capabilities))).toBe(watches);
});
