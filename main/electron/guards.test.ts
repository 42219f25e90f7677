import type { WebContents } from 'electron';
import { describe, expect, test } from 'vitest';
import { guardContents, guardSession, isOurPage } from './guards.ts';
import { FakeContents, FakeEvent } from './testing/fakeElectron.ts';

function guarded(): FakeContents {
  const contents = new FakeContents(1);
  guardContents(contents as unknown as WebContents); // The members that the guards use.
  return contents;
}

describe('navigation (S2)', () => {
  test.each([
    ['our page again', 'gatehouse-app://page/', true, true],
    ['our page at another place of it', 'gatehouse-app://page/#/servers', true, true],
    ['another file of ours', 'gatehouse-app://page/icon.svg', true, false],
    ['our page in a frame', 'gatehouse-app://page/', false, false],
    ['a dropped file', 'file:///home/me/notes.html', true, false],
    ['the web', 'https://example.com/', true, false],
    ['a look-alike host', 'gatehouse-app://page.evil/', true, false],
    ['a script', 'javascript:alert(1)', true, false],
    ['data', 'data:text/html,hello', true, false],
    ['a link of ours', 'gatehouse://page/', true, false],
  ])('%s', (_name, url, isMainFrame, allowed) => {
    expect(isOurPage({ url, isMainFrame })).toBe(allowed);
    for (const name of ['will-navigate', 'will-frame-navigate']) {
      const event = Object.assign(new FakeEvent(), { url, isMainFrame });
      guarded().emit(name, event);
      expect(event.defaultPrevented).toBe(!allowed);
    }
  });

  test('redirects and embedded views are refused always', () => {
    for (const name of ['will-redirect', 'will-attach-webview']) {
      const event = Object.assign(new FakeEvent(), { url: 'gatehouse-app://page/', isMainFrame: true });
      guarded().emit(name, event);
      expect(event.defaultPrevented).toBe(true);
    }
  });

  test('no window is opened', () => {
    expect(guarded().openHandler?.()).toEqual({ action: 'deny' });
  });
});

describe('permissions (S2)', () => {
  type RequestGuard = (c: null, permission: string, answer: (granted: boolean) => void, details: object) => void;
  type CheckGuard = (c: null, permission: string, origin: string, details: object) => boolean;

  function startSession() {
    const guards = new Map<string, unknown>();
    guardSession({
      setPermissionRequestHandler: (handler) => guards.set('request', handler),
      setPermissionCheckHandler: (handler) => guards.set('check', handler),
      setDevicePermissionHandler: (handler) => guards.set('device', handler),
    });
    // What Electron would call them with.
    return {
      request: guards.get('request') as RequestGuard,
      check: guards.get('check') as CheckGuard,
      device: guards.get('device') as () => boolean,
    };
  }

  test.each([
    ['clipboard-sanitized-write', 'gatehouse-app://page/', true, true],
    ['clipboard-sanitized-write', 'gatehouse-app://page', true, true],
    ['clipboard-sanitized-write', 'gatehouse-app://page/', false, false],
    ['clipboard-sanitized-write', 'https://example.com/', true, false],
    ['clipboard-sanitized-write', '', true, false],
    ['clipboard-read', 'gatehouse-app://page/', true, false],
    ['media', 'gatehouse-app://page/', true, false],
    ['openExternal', 'gatehouse-app://page/', true, false],
    ['fileSystem', 'gatehouse-app://page/', true, false],
  ])('%s for %s, top frame %s: %s', (permission, from, isMainFrame, granted) => {
    const { request, check } = startSession();
    const answers: boolean[] = [];
    request(null, permission, (answer) => answers.push(answer), { requestingUrl: from, isMainFrame });
    answers.push(check(null, permission, from, { isMainFrame }));
    expect(answers).toEqual([granted, granted]);
  });

  test('no device is given', () => {
    expect(startSession().device()).toBe(false);
  });
});
