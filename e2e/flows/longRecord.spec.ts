/**
 * A record of many days: Activity shows it while it is still being checked, and then says how that went.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { createAudit } from '../../app/audit/audit.ts';
import { createDigest } from '../../main/adapters/digest.ts';
import { createLedger } from '../../main/adapters/ledger.ts';
import { goTo } from '../fixtures/acts.ts';
import { removeFolder } from '../fixtures/hostProcess.ts';
import { test as base } from '../fixtures/test.ts';

const RECORDS = 30_000;

async function writeRecords(dataDir: string): Promise<void> {
  const ledger = createLedger({ file: join(dataDir, 'ledger.sqlite') });
  const clock = { nowMs: () => Date.now(), after: () => () => undefined };
  const audit = createAudit({ ledger, clock, digest: createDigest({ key: undefined }) });
  await ledger.together(() => {
    for (let n = 0; n < RECORDS; n += 1) {
      audit.record({ kind: 'tool.call', subject: 'call_aaaaaaaa', label: 'echo', outcome: 'complete' });
    }
  });
  ledger.close();
}

const test = base.extend({
  // Playwright reads the names of fixtures from the first parameter, so it has to be a pattern.
  // eslint-disable-next-line no-empty-pattern
  dataDir: async ({}, use) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-e2e-'));
    await writeRecords(dataDir);
    await use(dataDir);
    await removeFolder(dataDir);
  },
});

test('a long record is shown before it is checked, and found intact by itself', async ({ gatehouse: { page } }) => {
  await goTo(page, 'Activity');
  await expect(page.getByText('Checking whether the record is intact')).toBeVisible();
  await expect(page.getByText(`100 of ${RECORDS} records`)).toBeVisible();
  await expect(page.getByText('The record is intact')).toBeVisible();
});
