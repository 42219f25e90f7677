/**
 * A server with 10,000 tools is as easy to walk and search as one with ten.
 */
import { expect } from '@playwright/test';
import { agree, expectState, ownCommand, typeCommand } from '../fixtures/acts.ts';
import { test } from '../fixtures/test.ts';

/** Rows that stand in the page at once, whatever the length of the list. */
const MOST_ROWS = 200;

test('10,000 tools are listed, walked by keyboard, found and called', async ({ gatehouse: { page } }) => {
  await typeCommand(page, ownCommand('manyTools'));
  await agree(page);
  await expectState(page, 'Running');
  const list = page.getByRole('listbox', { name: 'Tools' });
  const chosen = list.getByRole('option', { selected: true });
  await expect(page.getByText('10000 tools')).toBeVisible();
  expect(await list.getByRole('option').count()).toBeLessThan(MOST_ROWS);

  await list.focus();
  for (const [key, position, name] of [
    ['Home', '1', 'tool_00001'],
    ['End', '10000', 'tool_10000'],
    ['ArrowUp', '9999', 'tool_09999'],
    ['Home', '1', 'tool_00001'],
    ['ArrowDown', '2', 'tool_00002'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(chosen).toHaveAttribute('aria-posinset', position);
    await expect(chosen).toBeInViewport();
    await expect(page.getByRole('heading', { name, level: 2 })).toBeVisible();
    expect(await list.getByRole('option').count()).toBeLessThan(MOST_ROWS);
  }
  await page.keyboard.press('PageDown');
  await expect(chosen).not.toHaveAttribute('aria-posinset', '2');
  expect(Number(await chosen.getAttribute('aria-posinset'))).toBeGreaterThan(5);

  await page.getByRole('textbox', { name: 'Find a tool' }).fill('tool_0999');
  await expect(page.getByText('10 of 10000 tools')).toBeVisible();
  await list.getByRole('option', { name: 'tool_09998' }).click();
  await page.getByRole('button', { name: 'Call tool' }).click();
  await expect(page.getByRole('region', { name: 'Result' }).getByText('tool_09998').first()).toBeVisible();
});
