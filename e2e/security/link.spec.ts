/**
 * The link to the page, in a real browser: who gets in by it, and what a page can do that got in (S2, S4).
 */
import { expect } from '@playwright/test';
import { startHostProcess } from '../fixtures/hostProcess.ts';
import { test } from '../fixtures/test.ts';

test.skip(({ shell }) => shell !== 'loopback', 'Only the loopback shell has links.');

test('a link lets one page in; when it comes again, both are shut out and told so (S4)', async ({
  context,
  dataDir,
}) => {
  const host = await startHostProcess({ dataDir });
  const first = await context.newPage();
  await first.goto(host.link);
  await expect(first.getByRole('navigation')).toBeVisible();
  expect(first.url()).not.toContain('code');

  const second = await context.newPage();
  await second.goto(host.link);
  for (const page of [first, second]) {
    await expect(page.getByRole('heading', { name: 'The link was used before' })).toBeVisible();
    await expect(page.getByRole('navigation')).toBeHidden();
  }
  expect(host.stderr()).toContain('A second page tried to use this link');
  await host.stop();
});

test('a page stays in over a reload, and another tab does not get in by its address (S4)', async ({ gatehouse }) => {
  const { page } = gatehouse;
  await expect(page.getByRole('navigation')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('navigation')).toBeVisible();

  const stranger = await page.context().newPage();
  await stranger.goto(page.url());
  await expect(stranger.getByRole('heading', { name: 'This page has no key to Gatehouse' })).toBeVisible();
});

test('a page is drawn without breaking its own content security policy, which forbids inline script (S2)', async ({
  gatehouse,
}) => {
  const { page } = gatehouse;
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.reload();
  await expect(page.getByRole('navigation')).toBeVisible();
  expect(errors).toEqual([]);

  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "inline script ran"';
    document.head.append(script);
    return document.title;
  });
  expect(ran).not.toBe('inline script ran');
});

for (const [what, end, heading] of [
  ['a crash', 'kill', 'This page has no key to Gatehouse'],
  ['quitting', 'stop', 'Gatehouse has quit'],
] as const) {
  test(`after ${what} and a new start a page stays out, and a new link opened in its very tab lets it in again (S4)`, async ({
    page,
    dataDir,
  }) => {
    const first = await startHostProcess({ dataDir });
    await page.goto(first.link);
    await expect(page.getByRole('navigation')).toBeVisible();
    await first[end]();

    const second = await startHostProcess({ dataDir, args: ['--port', new URL(first.link).port] });
    await expect(page.getByRole('heading', { name: heading })).toBeVisible();
    await page.goto(second.link);
    await expect(page.getByRole('navigation')).toBeVisible();
    await second.stop();
  });
}
