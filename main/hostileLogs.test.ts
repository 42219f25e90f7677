/**
 * What servers write into their logs: floods, escapes, secrets, things that are no text.
 *
 * @see MCP 2025-11-25 server/utilities/logging
 */
import { describe, expect, test } from 'vitest';
import { addTaught, startCheckedHost, startTaught } from './testing/startTaught.ts';
import { textWith } from './testing/startSteeredHost.ts';

const note = (params: unknown) => ({ jsonrpc: '2.0', method: 'notifications/message', params });
const NASTY = '\u001b[2J\u001b]0;owned\u0007<img src=x onerror=alert(1)>\u202e\u0000\r\n$(rm -rf ~)`';

describe('log messages', () => {
  test('that flood are bounded a second, the rest is counted, and another server’s calls go on', async () => {
    const { host, serverId, call, isWell } = await startTaught();
    const other = await addTaught(host);
    const flooding = call('flood', {
      line: note({ level: 'error', data: { n: '%n', more: { '%repeat': ['x', 200] } } }),
      times: 20_000,
    });
    await other.isWell();
    expect(await flooding).toMatchObject({ kind: 'complete' });
    host.clock.advance(1_500);
    await call('script', { lines: [note({ level: 'info', data: 'the last one' })] });
    await host.logged(serverId, 'the last one');
    const lines = await host.log(serverId);
    expect(lines.length).toBeLessThan(5_001);
    expect(lines.some(({ from, text }) => from === 'host' && text.includes('too many in a second'))).toBe(true);
    await isWell();
  });

  test('with escapes and markup in every text arrive as they are, as data (S12)', async () => {
    const { host, serverId, call } = await startTaught();
    await call('script', {
      lines: [
        note({ level: 'info', logger: NASTY, data: NASTY }),
        note({ level: 'debug', data: { [NASTY]: [NASTY] } }),
      ],
    });
    await host.logged(serverId, '{"');
    const texts = (await host.log(serverId)).filter(({ from }) => from === 'message').map(({ text }) => text);
    expect(texts).toEqual([`[${NASTY}] ${NASTY}`, JSON.stringify({ [NASTY]: [NASTY] })]);
  });

  test('of a megabyte, or of no text at all, are lines like others', async () => {
    const { host, serverId, call, isWell } = await startTaught();
    const datas = [{ big: { '%repeat': ['b', 1_000_000] } }, { '%repeat': ['t', 1_000_000] }, null, 0, false, [], {}];
    await call('script', {
      lines: [...datas.map((data) => note({ level: 'info', data })), note({ level: 'info', data: 'the last one' })],
    });
    await host.logged(serverId, 'the last one');
    const texts = (await host.log(serverId)).filter(({ from }) => from === 'message').map(({ text }) => text);
    expect(texts.slice(2)).toEqual(['null', '0', 'false', '[]', '{}', 'the last one']);
    expect(texts.every(({ length }) => length <= 16_384)).toBe(true);
    expect((await host.log(serverId)).filter(({ from }) => from === 'stdout_noise')).toEqual([]);
    await isWell();
  });

  test('of a severity nobody knows are left out', async () => {
    const { host, serverId, call, isWell } = await startTaught();
    const levels = ['LOUD', '', 7, null, undefined, '__proto__'];
    await call('script', {
      lines: [...levels.map((level) => note({ level, data: 'unheard' })), note({ level: 'alert', data: 'heard' })],
    });
    await host.logged(serverId, 'heard');
    const texts = (await host.log(serverId)).filter(({ from }) => from === 'message').map(({ text }) => text);
    expect(texts).toEqual(['heard']);
    await isWell();
  });
});

describe('secrets of a server’s own environment (S9)', () => {
  test.each(['canary-plain-1f', 'can"ary\\with/quotes', 'canary\nof lines', 'canäry-ünïcode'])(
    'are taken out of all that it says that is kept or shown: %j',
    async (secret) => {
      const host = await startCheckedHost();
      const { serverId, call, answerTo } = await addTaught(host, 'legacy', [
        { name: 'KEY', value: secret, secret: true },
      ]);
      await call('script', {
        lines: [
          note({ level: 'info', data: `it is ${secret}` }),
          note({ level: 'info', data: { deep: [secret] } }),
          `noise: ${secret.replaceAll('\n', ' / ')}`,
          { jsonrpc: '2.0', id: 'none', result: { secret } },
        ],
      });
      const failed = await answerTo({ error: { code: -32000, message: `no access with ${secret}` } });
      expect(failed).toMatchObject({ kind: 'failed', error: { data: { said: textWith('no access with •••') } } });
      await host.logged(serverId, 'unknown message ID');
      const { messages } = await host.run('server.wire', { serverId, afterSeq: 0 });
      // What the test itself sent in arguments came from the test, and is in the protocol log like all that travels.
      const kept = JSON.stringify([
        await host.log(serverId),
        messages.map(({ text }) => text),
        (await host.run('activity.list', { limit: 200 })).records,
      ]);
      for (const part of secret.split('\n').filter(({ length }) => length > 5)) {
        for (const form of [
          part,
          JSON.stringify(part).slice(1, -1),
          JSON.stringify(JSON.stringify(part)).slice(3, -3),
        ]) {
          expect([form, kept.includes(form)]).toEqual([form, false]);
        }
      }
    },
  );
});
