/**
 * Which requests for a socket are our own page's.
 */
import { describe, expect, test } from 'vitest';
import { isTrustedUpgrade } from './isTrustedUpgrade.ts';

const secret = 'a'.repeat(43);
const good = {
  host: '127.0.0.1:49152',
  origin: 'http://127.0.0.1:49152',
  'sec-websocket-protocol': `gatehouse.v1, token.${secret}`,
};

describe('isTrustedUpgrade (S4)', () => {
  test.each([
    ['our own page with a token', {}, true],
    ['our own page with a code', { 'sec-websocket-protocol': `gatehouse.v1,code.${secret}` }, true],
    ['another origin', { origin: 'https://evil.example' }, false],
    ['a server on another port of this machine', { origin: 'http://127.0.0.1:8080' }, false],
    ['our port under another name', { origin: 'http://localhost:49152' }, false],
    ['our address by https', { origin: 'https://127.0.0.1:49152' }, false],
    ['a sandboxed frame', { origin: 'null' }, false],
    ['no origin', { origin: undefined }, false],
    ['a rebound host name', { host: 'evil.example:49152' }, false],
    ['the host by its other name', { host: 'localhost:49152' }, false],
    ['the host without its port', { host: '127.0.0.1' }, false],
    ['a host that only begins like ours', { host: '127.0.0.1:49152.evil.example' }, false],
    ['no token', { 'sec-websocket-protocol': 'gatehouse.v1' }, false],
    ['no protocol of ours', { 'sec-websocket-protocol': `token.${secret}` }, false],
    ['an empty token', { 'sec-websocket-protocol': 'gatehouse.v1, token.' }, false],
    ['a token of another form', { 'sec-websocket-protocol': `gatehouse.v1, token.${secret}a` }, false],
    ['a token and a code', { 'sec-websocket-protocol': `gatehouse.v1, token.${secret}, code.${secret}` }, false],
    ['no subprotocol', { 'sec-websocket-protocol': undefined }, false],
  ])('%s', (_name, change, trusted) => {
    expect(isTrustedUpgrade({ url: '/bridge', headers: { ...good, ...change } }, 49_152)).toBe(trusted);
  });

  test.each([['/'], ['/bridge/'], ['/bridge?token=x'], ['http://127.0.0.1:49152/bridge']])(
    'another path: %s',
    (url) => {
      expect(isTrustedUpgrade({ url, headers: good }, 49_152)).toBe(false);
    },
  );
});
