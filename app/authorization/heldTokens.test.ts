import { expect, test } from 'vitest';
import { AppError } from '../contract/errors.ts';
import { serverId as serverIdSchema } from '../contract/ids.ts';
import type { SecretStore } from '../ports/secretStore.ts';
import { HeldTokens } from './heldTokens.ts';
import type { Held } from './heldTokens.ts';

const SERVER = serverIdSchema.parse('srv_aaaaaaaaaaaaaaaaaaaaaa');
const heldWith = (accessToken: string): Held => ({
  grantId: 'grant_1',
  setup: 'person',
  serverUrl: 'https://example.com/mcp',
  issuer: 'https://auth.example.com',
  zone: 'public',
  resource: 'https://example.com/mcp',
  registration: 'dynamic',
  client: { client_id: 'one' },
  tokens: { access_token: accessToken, token_type: 'Bearer', refresh_token: `refresh of ${accessToken}` },
  grantedAtMs: 1,
  canRevoke: true,
});

/** On a disk that can be filled. */
function startHeld() {
  const values = new Map<string, string>();
  const disk = { isFull: false };
  const troubles: unknown[] = [];
  const idOf = (owner: string, key: string): string => `${owner} ${key}`;
  const assertRoom = (): void => {
    if (disk.isFull) throw new AppError('STORE_DISK_FULL', 'The disk is full.');
  };
  const store: SecretStore = {
    persistent: true,
    setAside: undefined,
    get: (owner, key) => values.get(idOf(owner, key)),
    set: (owner, key, value) => {
      assertRoom();
      values.set(idOf(owner, key), value);
    },
    delete: (owner, key) => {
      assertRoom();
      values.delete(idOf(owner, key));
    },
    deleteAll: () => undefined,
  };
  const held = new HeldTokens(store, (error) => troubles.push(error));
  const token = (from = held): string | undefined => from.of(SERVER)?.tokens.access_token;
  const restarted = (): HeldTokens => new HeldTokens(store, () => undefined);
  return { held, disk, troubles, token, restarted };
}

test('a token that a full disk has no room for is good for this run, and that is said', () => {
  const { held, disk, troubles, token, restarted } = startHeld();
  held.keep(SERVER, heldWith('old'));
  disk.isFull = true;
  held.keep(SERVER, heldWith('rotated'));
  expect(token()).toBe('rotated');
  expect(troubles).toMatchObject([{ code: 'STORE_DISK_FULL' }]);
  expect(token(restarted())).toBe('old');
});

test('it is written down with the next change, once there is room', () => {
  const { held, disk, token, restarted } = startHeld();
  disk.isFull = true;
  held.keep(SERVER, heldWith('rotated'));
  disk.isFull = false;
  held.keep(SERVER, heldWith('again'));
  expect([token(), token(restarted())]).toEqual(['again', 'again']);
});

test('what is forgotten on a full disk is borne no more', () => {
  const { held, disk, token } = startHeld();
  disk.isFull = true;
  held.keep(SERVER, heldWith('rotated'));
  expect(() => held.forget(SERVER)).toThrow(expect.objectContaining({ code: 'STORE_DISK_FULL' }));
  expect(token()).toBeUndefined();
});
