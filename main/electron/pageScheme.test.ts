import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findPageFiles } from '../loopback/pageFiles.ts';
import { temporaryFolder } from '../testing/temporaryFolder.ts';
import { answerPageRequest } from './pageScheme.ts';

async function startPage() {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'page/assets'), { recursive: true });
  writeFileSync(join(folder, 'page/index.html'), '<!doctype html><html><head><title>Page</title></head></html>');
  writeFileSync(join(folder, 'page/assets/page.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  const answer = answerPageRequest(await findPageFiles(join(folder, 'page')));
  return (url: string, method = 'GET') => answer({ url, method });
}

test('the page comes with a CSP that allows nothing inline and no socket, and a fresh nonce (S2)', async () => {
  const ask = await startPage();
  const [first, second] = [await ask('gatehouse-app://page/'), await ask('gatehouse-app://page/index.html')];
  const policy = first.headers.get('content-security-policy') ?? '';
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? 'none';
  expect(policy).toContain("default-src 'none'; script-src 'self';");
  expect(policy).toContain("connect-src 'self';");
  expect(policy).not.toMatch(/unsafe|\*/);
  expect(await first.text()).toContain(`nonce="${nonce}"`);
  expect(second.headers.get('content-security-policy')).not.toBe(policy);
});

test('its files come with their type and the common headers', async () => {
  const ask = await startPage();
  const answer = await ask('gatehouse-app://page/assets/page.js?v=1');
  expect([answer.status, await answer.text()]).toEqual([200, 'export {};']);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
});

describe('everything else is refused (S2)', () => {
  test.each([
    ['another path', 'gatehouse-app://page/nothing.js', 'GET', 404],
    ['a way up', 'gatehouse-app://page/../secret.txt', 'GET', 404],
    ['an encoded way up', 'gatehouse-app://page/%2e%2e%2fsecret.txt', 'GET', 404],
    ['a folder', 'gatehouse-app://page/assets/', 'GET', 404],
    ['another host', 'gatehouse-app://other/', 'GET', 404],
    ['a host with a port', 'gatehouse-app://page:1/', 'GET', 404],
    ['a POST', 'gatehouse-app://page/', 'POST', 405],
    ['a HEAD', 'gatehouse-app://page/', 'HEAD', 405],
  ])('%s', async (_name, url, method, status) => {
    const ask = await startPage();
    expect((await ask(url, method)).status).toBe(status);
  });
});
