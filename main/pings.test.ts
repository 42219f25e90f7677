/**
 * Servers that say nothing for a while: asked whether they are there, and begun anew where that does no harm.
 *
 * @see MCP 2025-11-25 basic/utilities/ping
 */
import { describe, expect, test } from 'vitest';
import { ANSWER_MS, SILENT_MS } from '../app/protocol/pings.ts';
import type { SteeredHost } from './testing/startSteeredHost.ts';
import { answerJson } from './testing/startHttpMcp.ts';
import { startRemote } from './testing/startRemote.ts';
import { startTaught } from './testing/startTaught.ts';
import { waitUntil } from './testing/waiting.ts';

const times = (asked: readonly string[], what: string): number => asked.filter((each) => each === what).length;

/** Long enough for two pings that nobody answers. */
function beSilent({ clock }: SteeredHost): void {
  for (const ms of [SILENT_MS, ANSWER_MS, ANSWER_MS]) clock.advance(ms);
}

describe('a remote server that is silent', () => {
  test('is asked, and left alone as long as it answers', async () => {
    const { server, host } = await startRemote({ ping: (exchange) => answerJson(exchange, {}) });
    for (let count = 1; count <= 3; count += 1) {
      host.clock.advance(SILENT_MS);
      await waitUntil('a ping', () => times(server.asked, 'ping') === count);
    }
    expect(times(server.asked, 'initialize')).toBe(1);
  });

  test('is left alone as well when it knows no ping', async () => {
    // What `startRemote` has no answer for is answered with 400.
    const { server, host, call } = await startRemote({});
    for (let count = 1; count <= 3; count += 1) {
      host.clock.advance(SILENT_MS);
      await waitUntil('a ping', () => times(server.asked, 'ping') === count);
    }
    expect(await call()).toMatchObject({ kind: 'complete' });
    expect(times(server.asked, 'initialize')).toBe(1);
  });

  test('and answers two pings with nothing loses its session, and gets another one', async () => {
    const { server, host, serverId, call } = await startRemote({ ping: () => undefined });
    beSilent(host);
    await host.logged(serverId, 'It did not answer a ping (2 in a row).');
    await waitUntil('another session', () => times(server.asked, 'initialize') === 2);
    await host.state(serverId, 'running');
    expect(await call()).toMatchObject({ kind: 'complete' });
    expect(await host.records('server.exit')).toMatchObject([{ outcome: 'ended', details: { sessionLost: true } }]);
  });

  test('keeps its session while a call is under way', async () => {
    const answer = Promise.withResolvers<undefined>();
    const { server, host, serverId, call } = await startRemote(
      {
        ping: () => undefined,
        'tools/call': async (exchange) => {
          await answer.promise;
          answerJson(exchange, { content: [{ type: 'text', text: 'at last' }] });
        },
      },
      { idleTimeoutMs: 10 * SILENT_MS },
    );
    const calling = call();
    await waitUntil('the call', () => server.asked.includes('tools/call'));
    beSilent(host);
    await host.logged(serverId, '(2 in a row)');
    answer.resolve(undefined);
    expect(await calling).toMatchObject({ content: [{ text: 'at last' }] });
    expect(times(server.asked, 'initialize')).toBe(1);
  });

  test('is not asked in the modern era, which has no ping', async () => {
    const { server, host, call } = await startRemote({}, { era: 'modern' });
    beSilent(host);
    expect(await call()).toMatchObject({ kind: 'complete' });
    expect(server.asked).not.toContain('ping');
  });
});

test('a local server that answers no ping is said so in its log, and runs on', async () => {
  const { host, serverId, teach, isWell } = await startTaught();
  await teach({ ping: [{ lines: [] }] });
  beSilent(host);
  await host.logged(serverId, 'It did not answer a ping (2 in a row).');
  expect(host.server(serverId).state.kind).toBe('running');
  await isWell();
});
