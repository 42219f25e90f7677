import { describe, expect, test } from 'vitest';
import { startShellOnFakes } from './testing/startedShell.ts';

async function startOutside() {
  const shell = await startShellOnFakes();
  const window = await shell.open();
  const [composed] = shell.composedWith;
  const { browser, notifier } = composed ?? {};
  if (browser === undefined || notifier === undefined) throw new Error('The host was given no way out.');
  return { ...shell, window, browser, notifier };
}

describe('the way out of the window (S11)', () => {
  test('hands a web address to the operating system as it is', async () => {
    const { electron, browser } = await startOutside();
    const before = electron.openedUrls.length;
    const url = 'https://example.com/$(id);a?b=1&c=$(id);*!#d';
    await browser.open(url);
    expect(electron.openedUrls.slice(before)).toEqual([url]);
  });

  test.each(['javascript:alert(1)', 'file:///etc/passwd', 'smb://x/y', 'https://example.com/ x'])(
    'hands out nothing else: %s',
    async (url) => {
      const { electron, browser } = await startOutside();
      const before = electron.openedUrls.length;
      await expect(browser.open(url)).rejects.toMatchObject({ code: 'BROWSER_NOT_OPENED' });
      expect(electron.openedUrls).toHaveLength(before);
    },
  );
});

describe('a notification of the system', () => {
  test('tells a person who looks elsewhere, and brings the window when it is clicked', async () => {
    const { electron, notifier, window } = await startOutside();
    notifier.notify('Files asks you something', 'Open Gatehouse to answer.');
    expect(electron.notifications.map(({ title }) => title)).toEqual(['Files asks you something']);
    electron.notifications[0]?.click();
    expect(window.done).toContain('focus');
  });

  test('is left out while the window has the person’s attention', async () => {
    const { electron, notifier, window } = await startOutside();
    window.focused = true;
    notifier.notify('Files asks you something', 'Open Gatehouse to answer.');
    expect(electron.notifications).toEqual([]);
  });
});
