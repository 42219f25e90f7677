/**
 * A prompt of a server: filled in with its suggestions, its messages shown before anything is done with them.
 */
import { expect } from '@playwright/test';
import { addServer, wholeServer } from '../fixtures/acts.ts';
import { test } from '../fixtures/test.ts';

test('a prompt is filled in, with a suggestion, and its messages are shown', async ({ gatehouse: { page } }) => {
  await addServer(page, wholeServer(2025));
  await page.getByRole('tab', { name: 'Prompts' }).click();
  await page.getByRole('listbox', { name: 'Prompts' }).getByRole('option', { name: 'Greet somebody' }).click();
  await page.getByRole('button', { name: 'Show messages' }).click();
  await expect(page.getByRole('region', { name: 'Messages of the prompt' })).toBeHidden();
  await page.getByRole('combobox', { name: 'name' }).fill('Z');
  await page.getByRole('option', { name: 'Zürich' }).click();
  await page.getByRole('button', { name: 'Show messages' }).click();
  const messages = page.getByRole('region', { name: 'Messages of the prompt' });
  await expect(messages).toContainText('2 messages');
  await expect(messages.getByRole('listitem').nth(0)).toContainText(/As you.*Greet Zürich\./s);
  await expect(messages.getByRole('listitem').nth(1)).toContainText(/As the model.*count:\/\/now/s);
});
