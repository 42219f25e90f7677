import { describe, expect, test } from 'vitest';
import { addHeader, changeHeader, initialRemote, remoteProblems, toRemoteServer } from './remoteForm.ts';

const named = { ...initialRemote(), name: 'Far', url: 'https://mcp.example/mcp' };
const withHeader = (name: string, value = 'x') => changeHeader(addHeader(named), 0, { name, value });
const first = (fields: typeof named) => fields.headers[0];

describe('the address', () => {
  test.each([
    ['', 'Enter the address of the server.'],
    ['mcp.example/mcp', 'Enter the whole address. It begins with https://, or with http:// for a server near you.'],
    ['file:///etc/passwd', 'Enter the whole address. It begins with https://, or with http:// for a server near you.'],
    [
      'https://user:key@mcp.example/',
      'Leave the user name and password out of the address. A key belongs in a header.',
    ],
    ['https://mcp.example/mcp', undefined],
    [' http://127.0.0.1:3000/mcp ', undefined],
  ])('%o: %s', (url, problem) => {
    expect(remoteProblems({ ...named, url }).url).toBe(problem);
  });
});

describe('headers (S9)', () => {
  test('called like a secret are secret, until a person says otherwise', () => {
    expect(first(withHeader('Authorization'))?.secret).toBe(true);
    expect(first(withHeader('Accept-Language'))?.secret).toBe(false);
    const open = changeHeader(withHeader('X-Api-Key'), 0, { secret: false });
    expect(first(changeHeader(open, 0, { name: 'X-Api-Token' }))?.secret).toBe(false);
  });

  test('that are stored go out without a value, replaced ones with it', () => {
    const stored = initialRemote({ ...named, headers: [{ name: 'Authorization', secret: true }] });
    expect(toRemoteServer(stored)?.headers).toEqual([{ name: 'Authorization', secret: true }]);
    const replaced = changeHeader(stored, 0, { kept: false, value: 'Bearer y' });
    expect(toRemoteServer(replaced)?.headers).toEqual([{ name: 'Authorization', secret: true, value: 'Bearer y' }]);
  });

  test.each([
    ['no name', '', 'x'],
    ['a space in its name', 'X Key', 'x'],
    ['no value', 'X-Key', ''],
    ['a line end in its value', 'X-Key', 'a\r\nHost: b'],
    ['a space at its end', 'X-Key', 'a '],
    ['letters that can’t be sent', 'X-Key', 'ключ'],
  ])('with %s are not proposed', (_problem, name, value) => {
    expect(remoteProblems(withHeader(name, value)).headers.size).toBe(1);
  });

  test('have each name once, however it is written', () => {
    const two = changeHeader(addHeader(withHeader('X-Key')), 1, { name: 'x-key', value: 'y' });
    expect([...remoteProblems(two).headers.keys()]).toEqual([1]);
  });
});

test('a server needs a name and an address', () => {
  expect(Object.keys(remoteProblems(initialRemote())).toSorted()).toEqual(['headers', 'name', 'url']);
  expect(toRemoteServer(initialRemote())).toBeUndefined();
});
