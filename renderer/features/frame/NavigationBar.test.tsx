import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { exampleTask, plainCall } from '../tasks/exampleTask.ts';
import { countOpenTasks } from '../tasks/taskWords.ts';
import { TasksBadge } from './NavigationBar.tsx';

test('the badge counts open tasks, and looks and reads differently once one needs an answer', () => {
  const calls = [exampleTask(), exampleTask({ state: 'cancelling' }), exampleTask({ state: 'complete' }), plainCall()];
  const quiet = renderToStaticMarkup(<TasksBadge {...countOpenTasks(calls)} />);
  expect(quiet).toContain('gh-nav-badge-quiet');
  expect(quiet).toMatch(/>2<span class="gh-hidden"> open<\/span>/);
  const asks = [...calls, exampleTask({}, { status: 'input_required' })];
  const loud = renderToStaticMarkup(<TasksBadge {...countOpenTasks(asks)} />);
  expect(loud).not.toContain('gh-nav-badge-quiet');
  expect(loud).toMatch(/<svg.*>3<span class="gh-hidden"> open, 1 in need of an answer<\/span>/);
});
