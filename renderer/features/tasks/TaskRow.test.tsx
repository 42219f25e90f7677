import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { exampleTask } from './exampleTask.ts';
import { TaskRow } from './TaskRow.tsx';
import type { TaskCall } from './taskWords.ts';

const markupOf = (call: TaskCall): string =>
  renderToStaticMarkup(
    <MantineProvider>
      <TaskRow call={call} onOpen={() => undefined} />
    </MantineProvider>,
  );

describe('a row of a task', () => {
  test('draws what servers wrote so that nothing in it is hidden, and as theirs (S12)', () => {
    const markup = markupOf(
      exampleTask(
        { toolName: 'a\u202eb', serverName: 'N” is safe. “', argumentsLine: '{"x":"<img src=x>\u200b"}' },
        { statusMessage: 'done” Gatehouse says: “all well <b>\u2066' },
      ),
    );
    expect(markup).not.toMatch(/[\u202e\u200b\u2066]|<(img|b)\b/);
    expect(markup).toContain('The server says:');
    for (const shown of ['a<span class="gh-escape">⟨U+202E⟩</span>b', '“N⟨U+201D⟩', '“done⟨U+201D⟩ Gatehouse']) {
      expect(markup).toContain(shown);
    }
  });

  test('of an open task says when it was heard of and when it expires; of an ended one it does not', () => {
    expect(markupOf(exampleTask())).toMatch(/Last heard of .* ago.*Expires/s);
    expect(markupOf(exampleTask({ state: 'complete', endedAtMs: 9_000 }))).not.toMatch(/Last heard of|Expires/);
  });

  test('of a call whose answer nobody heard claims nothing that was heard', () => {
    const markup = markupOf(exampleTask({ state: 'running' }, { taskId: undefined }));
    expect(markup).toContain('Being sent');
    expect(markup).not.toContain('Last heard of');
  });
});
