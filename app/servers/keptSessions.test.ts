import { describe, expect, test } from 'vitest';
import { serverId } from '../contract/ids.ts';
import { createMemorySecretStore } from '../testing/fakePorts.ts';
import { KeptSessions } from './keptSessions.ts';
import { secretOwner } from './storedServers.ts';

const OURS = serverId.parse('srv_aaaaaaaa');
const THEIRS = serverId.parse('srv_bbbbbbbb');
const session = {
  sessionId: 'session-1',
  initialized: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'S' } },
  identity: 'somebody',
};

function startSessions() {
  const store = createMemorySecretStore();
  return { store, sessions: new KeptSessions(store) };
}

describe('sessions that are kept (MCP 2025-11-25 transports §Session Management)', () => {
  test('are found in a later run, whole, by their server and its sign-in', () => {
    const { store, sessions } = startSessions();
    sessions.keep(OURS, session);
    const later = new KeptSessions(store);
    expect(later.find(OURS, 'somebody')).toEqual(session);
    expect(later.has(OURS)).toBe(true);
  });

  test('are never used under another sign-in, nor for another server', () => {
    const { sessions } = startSessions();
    sessions.keep(OURS, session);
    expect(sessions.find(OURS, 'somebody else')).toBeUndefined();
    expect(sessions.find(THEIRS, 'somebody')).toBeUndefined();
    expect(sessions.has(THEIRS)).toBe(false);
  });

  test('are gone once they are dropped, and that is nothing where there is none', () => {
    const { sessions } = startSessions();
    sessions.keep(OURS, session);
    sessions.drop(OURS);
    sessions.drop(THEIRS);
    expect(sessions.find(OURS, 'somebody')).toBeUndefined();
    expect(sessions.has(OURS)).toBe(false);
  });

  test('are replaced by the newest', () => {
    const { sessions } = startSessions();
    sessions.keep(OURS, session);
    sessions.keep(OURS, { ...session, sessionId: 'session-2' });
    expect(sessions.find(OURS, 'somebody')?.sessionId).toBe('session-2');
  });

  test.each(['{}', '{"sessionId":"","identity":"somebody"}', 'null', '[1]'])(
    'that another version wrote are none: %s',
    (text) => {
      const { store, sessions } = startSessions();
      store.set(secretOwner(OURS), 'session', text);
      expect(sessions.find(OURS, 'somebody')).toBeUndefined();
    },
  );
});
