import { expect, test } from 'vitest';
import { decisionId } from '../../../app/contract/ids.ts';
import { atDepth, FIRST_STACK, framedScreen, shownScreen, withReplaced, withScreen } from './screenStack.ts';

const two = withScreen(withScreen(FIRST_STACK, { at: 'add' }), { at: 'type_command' });

test('the way back leads through the screens, and going on from there forgets the rest', () => {
  const back = atDepth(two, 1);
  expect(shownScreen(back)).toEqual({ at: 'add' });
  expect(withScreen(back, { at: 'settings' }).screens.map(({ at }) => at)).toEqual(['servers', 'add', 'settings']);
});

test('a replaced screen is not gone back to', () => {
  const replaced = withReplaced(two, { at: 'activity' });
  expect(shownScreen(replaced)).toEqual({ at: 'activity' });
  expect(shownScreen(atDepth(replaced, 1))).toEqual({ at: 'add' });
});

test('a screen is not put on top of itself', () => {
  expect(withScreen(two, { at: 'type_command' })).toBe(two);
});

test('a depth of an earlier page leads to a screen that is there', () => {
  expect(shownScreen(atDepth(FIRST_STACK, 7))).toEqual({ at: 'servers' });
  expect(shownScreen(atDepth(FIRST_STACK, -1))).toEqual({ at: 'servers' });
});

test('below the page of a decision, and of one that follows from it, stays the screen it was opened from', () => {
  const asked = withScreen(two, { at: 'decision', decisionId: decisionId.parse('dec_first000') });
  const followed = withReplaced(asked, { at: 'decision', decisionId: decisionId.parse('dec_second00') });
  expect(framedScreen(followed)).toEqual({ at: 'type_command' });
  expect(framedScreen(two)).toEqual({ at: 'type_command' });
  expect(framedScreen(withReplaced(FIRST_STACK, shownScreen(asked)))).toEqual({ at: 'servers' });
});
