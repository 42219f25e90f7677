import { describe, expect, test } from 'vitest';
import type { ServerState } from '../../../app/contract/servers.ts';
import { exampleServer, remoteSource, runningServer } from './exampleServer.ts';
import { actionWords, secondsUntil, serverActions, serverStateWords, sourceText } from './serverWords.ts';

const error = { code: 'SERVER_CLOSED', message: 'The process exited.', data: {} } as const;

describe('serverActions', () => {
  test.each<[string, ServerState, readonly string[]]>([
    ['stopped', { kind: 'stopped' }, ['start']],
    ['failed for good', { kind: 'failed', error }, ['start']],
    ['failed, with a retry to come', { kind: 'failed', error, retryAtMs: 5 }, ['start', 'stop']],
    ['starting', { kind: 'starting' }, ['stop']],
    ['waiting for settings', { kind: 'needs_configuration', missing: ['folder'] }, []],
    ['stopping', { kind: 'stopping' }, []],
  ])('%s', (_name, state, actions) => {
    expect(serverActions(state)).toEqual(actions);
  });
});

test('a failure says whether Gatehouse tries again', () => {
  expect(serverStateWords(exampleServer({ state: { kind: 'failed', error } })).words).toBe('Failed');
  expect(serverStateWords(exampleServer({ state: { kind: 'failed', error, retryAtMs: 5 } })).words).toMatch(
    /tries again/,
  );
});

test('a remote server is connected to, not run', () => {
  const remote = exampleServer({ source: remoteSource() });
  expect(serverStateWords(remote).words).toBe('Not connected');
  expect(actionWords('start', remote)).toBe('Connect');
  expect(actionWords('start', exampleServer())).toBe('Start');
});

test('a remote server that wants a sign-in says so, before and after it failed for want of it', () => {
  const starting = exampleServer({ source: remoteSource(), state: { kind: 'starting' } });
  expect(serverStateWords(starting, true)).toEqual({ words: 'Waits for you to sign in', tone: 'attention' });
  const unknown = { code: 'SERVER_UNAUTHORIZED', message: 'Who?', data: {} };
  const failed = exampleServer({ source: remoteSource(), state: { kind: 'failed', error: unknown } });
  expect(serverStateWords(failed)).toEqual({ words: 'Not signed in', tone: 'attention' });
});

test('a server that runs stays connected while it asks for more than was granted', () => {
  const running = { ...runningServer(), source: remoteSource() };
  expect(serverStateWords(running, true).words).toBe('Connected');
});

test('a remote server is told by its origin: the rest of an address can hold a key', () => {
  expect(sourceText(remoteSource({ url: 'https://mcp.example:8443/mcp?key=1' })).text).toBe('https://mcp.example:8443');
  expect(sourceText(remoteSource({ url: 'no address' })).text).toBe('no address');
});

test.each([
  [10_000, 0, 10],
  [10_000, 9_001, 1],
  [10_000, 10_000, 0],
  [10_000, 99_000, 0],
])('from %d at %d there are %d seconds left', (atMs, nowMs, left) => {
  expect(secondsUntil(atMs, nowMs)).toBe(left);
});
