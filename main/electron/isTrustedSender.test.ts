import { describe, expect, test } from 'vitest';
import { isTrustedSender, type Sender } from './isTrustedSender.ts';

const ours = { id: 7 };
const ourFrame = { parent: null, origin: 'gatehouse-app://page' };

describe('isTrustedSender (S3)', () => {
  const gone = {
    parent: null,
    get origin(): string {
      throw new Error('Render frame was disposed before WebFrameMain could be accessed');
    },
  };
  const cases: readonly (readonly [string, Sender, boolean])[] = [
    ['our page', { sender: ours, senderFrame: ourFrame }, true],
    ['another window', { sender: { id: 8 }, senderFrame: ourFrame }, false],
    [
      'a frame inside our page, even of our origin',
      { sender: ours, senderFrame: { ...ourFrame, parent: ourFrame } },
      false,
    ],
    ['another site', { sender: ours, senderFrame: { ...ourFrame, origin: 'https://evil.example' } }, false],
    [
      'another host of our scheme',
      { sender: ours, senderFrame: { ...ourFrame, origin: 'gatehouse-app://pages' } },
      false,
    ],
    ['a prefix of ours', { sender: ours, senderFrame: { ...ourFrame, origin: 'gatehouse-app://page.evil' } }, false],
    ['the scheme of links', { sender: ours, senderFrame: { ...ourFrame, origin: 'gatehouse://page' } }, false],
    ['a file', { sender: ours, senderFrame: { ...ourFrame, origin: 'file://' } }, false],
    ['an opaque origin', { sender: ours, senderFrame: { ...ourFrame, origin: 'null' } }, false],
    ['a frame that is gone', { sender: ours, senderFrame: null }, false],
    ['a frame that goes while it is asked', { sender: ours, senderFrame: gone }, false],
  ];

  test.each(cases)('%s', (_name, event, trusted) => {
    expect(isTrustedSender(event, ours.id)).toBe(trusted);
  });

  test('nobody while there is no window', () => {
    expect(isTrustedSender({ sender: ours, senderFrame: ourFrame }, undefined)).toBe(false);
  });
});
