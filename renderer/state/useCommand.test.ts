/**
 * How a command's end is told to a component.
 */
import { expect, test } from 'vitest';
import { startBridge } from '../testing/manualCarrier.ts';
import { runCommand } from './useCommand.ts';

test('a result is done, an error of the host is failed with its code and data', async () => {
  const { bridge, openLine, say } = startBridge();
  openLine();
  const done = runCommand(bridge, 'settings.update', { theme: 'dark' });
  say({ type: 'result', id: 1, result: {} });
  expect(await done).toEqual({ status: 'done', result: {} });

  const error = { code: 'SERVER_BUSY', message: 'Calls run.', data: { calls: 2 } } as const;
  const failed = runCommand(bridge, 'app.quit', { evenWithCalls: false });
  say({ type: 'error', id: 2, error });
  expect(await failed).toEqual({ status: 'failed', error });
});
