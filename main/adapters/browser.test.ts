import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { judgeUrl } from '../../app/input/judgeUrl.ts';
import { assertOpenable, createSystemBrowser, openerOf } from './browser.ts';

async function startBrowser(body: string) {
  const dir = await mkdtemp(join(tmpdir(), 'gatehouse-browser-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const program = join(dir, 'browser');
  const output = join(dir, 'arguments');
  await writeFile(program, `#!/bin/sh\n${body.replaceAll('OUTPUT', `'${output}'`)}\n`);
  await chmod(program, 0o755);
  return { browser: createSystemBrowser('linux', { BROWSER: program }), output };
}

describe.skipIf(process.platform === 'win32')('the system’s browser (S11)', () => {
  test('gets the address as one argument, whatever is in it, and no shell reads it', async () => {
    const { browser, output } = await startBrowser(`printf '%s\\n' "$#" "$@" > OUTPUT`);
    const url = 'https://example.com/a;touch%20x?q=$(id)&b=%60c%60#d';
    await browser.open(url);
    expect(await readFile(output, 'utf8')).toBe(`1\n${url}\n`);
  });

  test.each([
    'https://example.com/$(id);$HOME;&*!~(x)?a=$(id);b=*&c=!d&e=$$&f[0]=?#g;$(id)&*!',
    'https://example.com/*;id;?&&id&#!!',
    'https://example.com/%22%27%60%0A%5C%25PATH%25?%COMSPEC%#%%',
  ])('gets what may be judged good and means something to a shell letter by letter: %s', async (url) => {
    expect(judgeUrl(url)).toMatchObject({ kind: 'ok', parts: { url } });
    const { browser, output } = await startBrowser(`printf '%s\\n' "$#" "$@" > OUTPUT`);
    await browser.open(url);
    expect(await readFile(output, 'utf8')).toBe(`1\n${url}\n`);
  });

  test.each(['exit 3', 'kill -9 $$'])('says so when the program ends badly: %s', async (body) => {
    const { browser } = await startBrowser(body);
    await expect(browser.open('https://example.com/')).rejects.toMatchObject({ code: 'BROWSER_NOT_OPENED' });
  });

  test('says so when there is no such program', async () => {
    const browser = createSystemBrowser('linux', { BROWSER: '/nowhere/browser' });
    await expect(browser.open('https://example.com/')).rejects.toMatchObject({ code: 'BROWSER_NOT_OPENED' });
  });
});

describe('what is opened (S11)', () => {
  test.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    'smb://server/share',
    'ms-settings:',
    '--version',
    '/etc/passwd',
    'https://example.com/ --version',
    'https://example.com/"x',
    'HTTPS://example.com/',
    'https://example.com',
    '',
  ])('is no %s', (url) => {
    expect(() => assertOpenable(url)).toThrow(expect.objectContaining({ code: 'BROWSER_NOT_OPENED' }));
  });

  test.each(['https://example.com/', 'http://127.0.0.1:8080/done?x=1#y'])('is %s', (url) => {
    expect(() => assertOpenable(url)).not.toThrow();
  });

  test.each([
    ['linux', {}, 'xdg-open'],
    ['linux', { BROWSER: 'firefox %s' }, 'xdg-open'],
    ['linux', { BROWSER: '/usr/bin/firefox' }, '/usr/bin/firefox'],
    ['darwin', {}, '/usr/bin/open'],
    ['win32', {}, 'rundll32.exe'],
  ] as const)('by the program of %s with %j', (platform, env, command) => {
    expect(openerOf(platform, env).command).toBe(command);
  });
});
