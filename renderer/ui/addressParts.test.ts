import { describe, expect, test } from 'vitest';
import { addressParts } from './addressParts.ts';

describe('the part of an address that decides where it leads (MCP 2025-11-25 client/elicitation §Safe URL Handling)', () => {
  test.each([
    [
      'a name below what was registered',
      ['https://login.bank.example.evil.com/a?b#c', 'login.bank.example.evil.com', 'evil.com'],
      ['https://', 'login.bank.example.', 'evil.com', '/a?b#c'],
    ],
    ['a port', ['http://127.0.0.1:8080/x', '127.0.0.1'], ['http://', '', '127.0.0.1', ':8080/x']],
    [
      'a name that pretends to be the host',
      ['https://bank.example:pw@evil.com/', 'evil.com', 'evil.com'],
      ['https://bank.example:pw@', '', 'evil.com', '/'],
    ],
    ['a host in brackets', ['https://[::1]/', '[::1]'], ['https://', '', '[::1]', '/']],
    [
      'an @ in the path',
      ['https://evil.com/@bank.example', 'evil.com'],
      ['https://', '', 'evil.com', '/@bank.example'],
    ],
    [
      'an end that is none of its labels',
      ['https://notevil.com/', 'notevil.com', 'evil.com'],
      ['https://', '', 'notevil.com', '/'],
    ],
    ['a host that is not there', ['https://a.example/', 'b.example'], ['https://a.example/', '', '', '']],
    ['no address at all', ['nonsense', 'nonsense'], ['nonsense', '', '', '']],
  ] as const)('%s', (_name, [url, host, registrable], [lead, subdomain, owner, tail]) => {
    const parts = addressParts(url, host, registrable);
    expect(parts).toEqual({ lead, subdomain, registrable: owner, tail });
    expect(Object.values([parts.lead, parts.subdomain, parts.registrable, parts.tail]).join('')).toBe(url);
  });
});
