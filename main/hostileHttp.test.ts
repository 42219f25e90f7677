/**
 * Remote servers that redirect, flood, stall or lie about what they send.
 *
 * @see MCP 2025-11-25 basic/transports §Streamable HTTP
 */
import { describe, expect, test } from 'vitest';
import { startHttpServer } from './testing/httpServers.ts';
import { answerJson, beginEvents, eventOf, type Exchange } from './testing/startHttpMcp.ts';
import { startRemote } from './testing/startRemote.ts';
import { waitUntil } from './testing/waiting.ts';

const done = { content: [{ type: 'text', text: 'done' }] };
const sayDone = (exchange: Exchange): void => answerJson(exchange, done);

/** A server that answers its calls in one way after another, and how the calls end. */
async function outcomesOf(ways: readonly (readonly [string, (exchange: Exchange) => unknown, string])[], options = {}) {
  const lessons = { 'tools/call': (exchange: Exchange) => (ways[exchange.count - 1]?.[1] ?? sayDone)(exchange) };
  const { host, serverId, call } = await startRemote(lessons, options);
  for (const [name, , code] of ways) {
    const outcome = await call();
    expect([name, outcome]).toMatchObject([name, { kind: 'failed', error: { code } }]);
  }
  expect(await call()).toMatchObject({ kind: 'complete', ...done });
  expect(host.server(serverId).state.kind).toBe('running');
  return { host, serverId };
}

describe('a redirect (S6, S11)', () => {
  test.each([301, 302, 303, 307, 308])('by %i is followed nowhere, with no method', async (status) => {
    const elsewhere = await startHttpServer((_request, response) => response.end('{}'));
    const targets = [
      `${elsewhere.origin}/mcp`,
      'http://169.254.169.254/latest/meta-data',
      'file:///etc/passwd',
      '//[::1]:1/',
      'http://a:b@127.0.0.1/',
    ];
    const redirect = (location: string) =>
      [
        location,
        ({ response }: Exchange) => response.writeHead(status, { location }).end(),
        'SERVER_HTTP_ERROR',
      ] as const;
    await outcomesOf(targets.map(redirect));
    expect(elsewhere.connections()).toBe(0);
  });

  test('of the stream that is listened to is not followed', async () => {
    const elsewhere = await startHttpServer((_request, response) => response.end());
    const location = `${elsewhere.origin}/mcp`;
    const { server, call } = await startRemote({ GET: ({ response }) => response.writeHead(307, { location }).end() });
    await waitUntil('the stream to be asked for', () => server.asked.includes('GET'));
    expect(await call()).toMatchObject(done);
    expect(elsewhere.connections()).toBe(0);
  });
});

describe('an answer over HTTP', () => {
  const endAs =
    (type: string | undefined, body: string, status = 200) =>
    ({ response }: Exchange) =>
      response.writeHead(status, type === undefined ? {} : { 'content-type': type }).end(body);

  test('of another kind than was asked for fails its call in words', async () => {
    await outcomesOf([
      ['a page', endAs('text/html', '<script>alert(1)</script>'), 'SERVER_PROTOCOL_ERROR'],
      ['no type', endAs(undefined, '{}'), 'SERVER_PROTOCOL_ERROR'],
      ['a broken type', endAs('application/json/x;;', '{}'), 'SERVER_PROTOCOL_ERROR'],
      ['nothing', endAs('application/json', ''), 'CALL_RESULT_INVALID'],
      ['half of it', endAs('application/json', '{"jsonrpc":"2.0","id"'), 'CALL_RESULT_INVALID'],
      ['text', endAs('application/json', '"done"'), 'CALL_RESULT_INVALID'],
      ['null', endAs('application/json', 'null'), 'CALL_RESULT_INVALID'],
      ['404 without a session that is over', endAs('application/json', '{}', 500), 'SERVER_HTTP_ERROR'],
      [
        'an error without an id',
        endAs('application/json', '{"jsonrpc":"2.0","error":{"code":1,"message":"no"}}', 400),
        'SERVER_HTTP_ERROR',
      ],
      [
        'the same with 500',
        endAs('application/json', '{"jsonrpc":"2.0","error":{"code":1,"message":"no"}}', 500),
        'SERVER_HTTP_ERROR',
      ],
      ['403', endAs('text/plain', 'no', 403), 'SERVER_FORBIDDEN'],
      ['a status nobody knows', endAs('text/plain', 'no', 799), 'SERVER_HTTP_ERROR'],
    ]);
  });

  test('that leaves the request unanswered fails its call at once, not after its time is up', async () => {
    const other = { jsonrpc: '2.0', id: 'another', result: done };
    await outcomesOf(
      [
        ['202', ({ response }) => response.writeHead(202).end(), 'CALL_ANSWER_LOST'],
        ['another id', endAs('application/json', JSON.stringify(other)), 'CALL_ANSWER_LOST'],
        ['an empty list', endAs('application/json', '[]'), 'CALL_ANSWER_LOST'],
        [
          'an error without an id',
          endAs('application/json', '{"jsonrpc":"2.0","error":{"code":1,"message":"no"}}'),
          'CALL_ANSWER_LOST',
        ],
        [
          'a stream with nothing in it',
          ({ response }) => (beginEvents({ response }), response.end()),
          'CALL_ANSWER_LOST',
        ],
        [
          'a stream of comments',
          ({ response }) => (beginEvents({ response }, ': hello\n\n', ':\n\n'), response.end()),
          'CALL_ANSWER_LOST',
        ],
        [
          'a stream that answers another',
          ({ response }) => (beginEvents({ response }, eventOf(other)), response.end()),
          'CALL_ANSWER_LOST',
        ],
        [
          'a stream of garbage',
          ({ response }) => (
            beginEvents({ response }, 'data: {"half\n\n', 'data\n\n', 'event: x\ndata: {}\n\n'),
            response.end()
          ),
          'CALL_ANSWER_LOST',
        ],
      ],
      { idleTimeoutMs: 600_000 },
    );
  });

  test('in a stream leaves nothing in the log of a server that did all well', async () => {
    const answer = (exchange: Exchange): void => {
      beginEvents(exchange, ': hello\n\n', eventOf({ id: exchange.message.id, result: done }));
      exchange.response.end();
    };
    const { host, serverId, call } = await startRemote({ 'tools/call': answer });
    expect(await call()).toMatchObject(done);
    expect(await call()).toMatchObject(done);
    expect((await host.log(serverId)).filter(({ from }) => from === 'stdout_noise')).toEqual([]);
  });

  test('comes through among messages that fit nothing, and questions of a server that may ask none', async () => {
    const stray = [
      { id: 'x', result: {} },
      { error: { code: 1, message: 'no' } },
      { id: null, result: {} },
      { method: 'notifications/progress', params: {} },
      { id: 'q', method: 'elicitation/create', params: { message: 'Who?' } },
    ];
    for (const era of ['legacy', 'modern'] as const) {
      const answer = (exchange: Exchange): void => {
        const result = { ...done, resultType: 'complete' };
        beginEvents(
          exchange,
          'data: {"half\n\n',
          ...stray.map((message) => eventOf(message)),
          eventOf({ id: exchange.message.id, result }),
        );
        exchange.response.end();
      };
      const { server, host, call } = await startRemote({ 'tools/call': answer }, { era });
      expect([era, await call()]).toMatchObject([era, done]);
      expect(host.host.snapshot().decisions).toEqual([]);
      // The older era answers what it refuses; the modern one has no such requests.
      if (era === 'legacy') await waitUntil('the refusal', () => server.asked.includes('answer'));
      else expect(server.asked).not.toContain('answer');
    }
  });

  test('nested deeper than a stack is deep fails its call and no other', async () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    const body = ({ message }: Exchange, content: string) =>
      `{"jsonrpc":"2.0","id":${String(message.id)},"result":{"content":${content}}}`;
    await outcomesOf([
      ['whole', (exchange) => endAs('application/json', body(exchange, deep))(exchange), 'CALL_RESULT_INVALID'],
      [
        'in an event',
        (exchange) => (
          beginEvents(exchange, `data: ${body(exchange, `[{"type":"x","deep":${deep}}]`)}\n\n`),
          exchange.response.end()
        ),
        'CALL_RESULT_INVALID',
      ],
    ]);
  });

  test('without an end is cut off: a body, a line of a stream, headers', async () => {
    const chunk = 'x'.repeat(1_000_000);
    const flood =
      (begin: (exchange: Exchange) => void) =>
      (exchange: Exchange): void => {
        begin(exchange);
        const more = (): void => {
          while (!exchange.response.destroyed)
            if (!exchange.response.write(chunk)) return void exchange.response.once('drain', more);
        };
        more();
      };
    await outcomesOf([
      [
        'a body',
        flood(({ response }) => response.writeHead(200, { 'content-type': 'application/json' })),
        'SERVER_MESSAGE_TOO_LARGE',
      ],
      ['a body of a failure', flood(({ response }) => response.writeHead(500)), 'SERVER_HTTP_ERROR'],
      ['a line', flood((exchange) => beginEvents(exchange, 'data: ')), 'CALL_ANSWER_LOST'],
      ['headers', ({ request }) => endless(request.socket), 'SERVER_MESSAGE_TOO_LARGE'],
    ]);
  });

  test('that comes a byte at a time is waited for no longer than any other', async () => {
    const slowly = ({ response }: Exchange): void => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    };
    await outcomesOf([['slowly', slowly, 'CALL_TIMED_OUT']], { idleTimeoutMs: 300 });
  });
});

function endless(socket: Exchange['request']['socket']): void {
  socket.write('HTTP/1.1 200 OK\r\n');
  const line = `X-More: ${'y'.repeat(1_000)}\r\n`;
  const more = (): void => {
    while (!socket.destroyed) if (!socket.write(line)) return void socket.once('drain', more);
  };
  more();
}
