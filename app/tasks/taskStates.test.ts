import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TASK_STATUSES } from '../contract/tasks.ts';
import type { TaskStatus } from '../contract/tasks.ts';
import { isEnd, nextStatus } from './taskStates.ts';

/** MCP 2025-11-25 basic/utilities/tasks §Task Status Lifecycle, which the extension shares. */
const MAY_FOLLOW: Readonly<Record<TaskStatus, readonly TaskStatus[]>> = {
  working: ['working', 'input_required', 'completed', 'failed', 'cancelled'],
  input_required: ['input_required', 'working', 'completed', 'failed', 'cancelled'],
  completed: ['completed'],
  failed: ['failed'],
  cancelled: ['cancelled'],
};
const status = fc.constantFrom(...TASK_STATUSES);

describe('the states of a task (MCP 2025-11-25 basic/utilities/tasks §Task Status Lifecycle)', () => {
  test('follow each other only as the specification has it, whatever a server says', () => {
    fc.assert(
      fc.property(status, fc.array(status), (first, said) => {
        let now = first;
        for (const next of said) {
          const before = now;
          now = nextStatus(before, next);
          expect(MAY_FOLLOW[before]).toContain(now);
        }
      }),
    );
  });

  test('are taken over as they are said while the task goes on', () => {
    fc.assert(
      fc.property(fc.constantFrom('working' as const, 'input_required' as const), status, (before, said) => {
        expect(nextStatus(before, said)).toBe(said);
      }),
    );
  });

  test('end with the first end that was said', () => {
    fc.assert(
      fc.property(fc.array(status), (said) => {
        const first = said.find(isEnd);
        expect(said.reduce(nextStatus, 'working')).toBe(first ?? said.at(-1) ?? 'working');
      }),
    );
  });
});
