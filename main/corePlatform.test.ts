/**
 * The core uses nothing of the platform it happens to run on: flows of the whole host, with the platform's own ways to the
 * network taken away.
 */
import { createRequire } from 'node:module';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { ownServer, startSteeredHost } from './testing/startSteeredHost.ts';

const require = createRequire(import.meta.url);
const everything = {
  name: 'everything',
  command: process.execPath,
  args: [require.resolve('@modelcontextprotocol/server-everything/dist/index.js'), 'stdio'],
  env: [],
};

/** Who reached for the network, with a stack. */
const reached: Error[] = [];

beforeEach(() => {
  reached.length = 0;
  for (const name of ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'] as const) {
    const real = Object.getOwnPropertyDescriptor(globalThis, name);
    const thrower = function reachForNetwork(): never {
      const error = new Error(`${name} was reached for.`);
      reached.push(error);
      throw error;
    };
    Object.defineProperty(globalThis, name, { value: thrower, configurable: true, writable: true });
    onTestFinished(() => {
      if (real === undefined) Reflect.deleteProperty(globalThis, name);
      else Object.defineProperty(globalThis, name, real);
    });
  }
});

describe('the core has no platform (S1)', () => {
  test.each([
    ['MCP 2025-11-25', everything, 'echo', { message: 'hello' }],
    ['MCP 2026-07-28', ownServer('growing2026'), 'grow', {}],
  ])(
    'a server is proposed, agreed to, called, changed and removed without a fetch: %s',
    async (_level, definition, tool, args) => {
      const host = await startSteeredHost();
      const serverId = await host.add(definition);
      expect(await host.outcome(serverId, tool, args)).toMatchObject({ kind: 'complete', isError: false });
      await host.host.run('server.edit', { serverId, definition: { ...definition, name: 'renamed' } });
      await host.state(serverId, 'running');
      await host.host.run('storage.export', {});
      await host.host.run('server.remove', { serverId });
      host.clock.advance(11_000);
      await host.waitFor('its end', ({ servers }) => (servers.length === 0 ? true : undefined));
      expect(reached).toEqual([]);
    },
  );

  test('a fetch would have been noticed', () => {
    expect(() => fetch('http://127.0.0.1:1')).toThrow('fetch was reached for.');
    expect(reached).toHaveLength(1);
  });
});
