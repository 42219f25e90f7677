import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { TaskSupport } from '../../../app/contract/tasks.ts';
import { TaskChoice } from './TaskChoice.tsx';

const markupOf = (taskSupport: TaskSupport, isLocal: boolean): string =>
  renderToStaticMarkup(
    <MantineProvider>
      <TaskChoice tool={{ taskSupport }} choice={{ asTask: false, isLocal, pending: false, choose: () => undefined }} />
    </MantineProvider>,
  );

test.each<[TaskSupport, boolean, RegExp]>([
  ['optional', false, /role="switch".*also after Gatehouse was closed/s],
  ['required', false, /runs as a task.*also after Gatehouse was closed/],
  ['required', true, /runs as a task.*at the latest when Gatehouse quits/],
  ['impossible', true, /Nobody can call this tool/],
])('a tool that is %s as a task, its server local: %s', (support, isLocal, words) => {
  expect(markupOf(support, isLocal)).toMatch(words);
});

test('only what is a choice has a switch, and a local server’s tasks promise nothing beyond its process', () => {
  for (const support of ['required', 'impossible', 'forbidden'] as const) {
    expect(markupOf(support, false)).not.toContain('role="switch"');
  }
  expect(markupOf('optional', true)).not.toContain('also after Gatehouse was closed');
});
