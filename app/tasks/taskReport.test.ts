import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coreReport, extensionReport } from './taskReport.ts';

const said = {
  taskId: 't',
  status: 'working',
  createdAt: '2026-11-25T10:00:00Z',
  lastUpdatedAt: '2026-11-25T10:00:00Z',
};

describe('what a server says of a task', () => {
  test('reads the same from both editions', () => {
    const core = coreReport.parse({ ...said, ttl: 60_000, pollInterval: 500, statusMessage: 'busy' });
    expect(core).toEqual(extensionReport.parse({ ...said, ttlMs: 60_000, pollIntervalMs: 500, statusMessage: 'busy' }));
    expect(core).toEqual({
      taskId: 't',
      status: 'working',
      statusMessage: 'busy',
      createdAtMs: Date.UTC(2026, 10, 25, 10),
      ttlMs: 60_000,
      pollInterval: 500,
    });
  });

  test.each([[null], [undefined], [-1], ['60000'], [1e15], [Number.NaN], [0.5]])(
    'a time to live of %s sets no limit',
    (ttl) => {
      expect(coreReport.parse({ ...said, ttl }).ttlMs).toBeUndefined();
    },
  );

  test.each([
    [{ createdAt: 'yesterday' }],
    [{ createdAt: 12 }],
    [{ statusMessage: ['a'] }],
    [{ pollInterval: 'often' }],
    [{ anything: 'else' }],
  ])('nonsense beside what counts costs nothing: %j', (nonsense) => {
    expect(coreReport.safeParse({ ...said, ...nonsense })).toMatchObject({ success: true, data: { taskId: 't' } });
  });

  test.each([[{ taskId: '' }], [{ taskId: 7 }], [{ status: 'paused' }], [{ status: undefined }]])(
    'is none without an id and a state that the specification knows: %j',
    (wrong) => {
      expect(coreReport.safeParse({ ...said, ...wrong }).success).toBe(false);
      expect(extensionReport.safeParse({ ...said, ...wrong }).success).toBe(false);
    },
  );

  test('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        coreReport.safeParse(anything);
        extensionReport.safeParse(anything);
      }),
    );
  });
});
