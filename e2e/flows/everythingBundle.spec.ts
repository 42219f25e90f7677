/**
 * The reference server that has something of everything, installed from a bundle: every kind of result, as it is drawn.
 */
import { expect, type Locator, type Page } from '@playwright/test';
import { agree, callTool, dropFile, expectState, question } from '../fixtures/acts.ts';
import { packEverything } from '../fixtures/bundles.ts';
import { test } from '../fixtures/test.ts';

let bundle: string;
test.beforeAll(async () => {
  bundle = await packEverything();
});

/** Calls a tool with its form as it is, and waits for what it answers. */
async function resultOf(page: Page, tool: string): Promise<Locator> {
  await callTool(page, tool);
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result.getByText('Done', { exact: true })).toBeVisible();
  return result;
}

test('a bundle of the reference server is installed, tells its progress, and answers with every kind of content', async ({
  gatehouse: { page },
}) => {
  await dropFile(page, bundle);
  await expect(question(page)).toBeVisible();
  await expect(page.getByRole('row', { name: /^Argument 2 / }).getByText('stdio', { exact: true })).toBeVisible();
  await agree(page);
  await expectState(page, 'Running');

  await test.step('progress', async () => {
    await page.getByRole('option', { name: 'Trigger Long Running Operation Tool' }).click();
    await page.getByRole('textbox', { name: 'duration' }).fill('4');
    await page.getByRole('textbox', { name: 'steps' }).fill('4');
    await page.getByRole('button', { name: 'Call tool' }).click();
    const running = page.getByRole('region', { name: 'The running call' });
    await expect(running.getByText(/^[123] of 4$/)).toBeVisible();
    await expect(running.getByRole('progressbar')).toHaveAttribute('aria-valuenow', /^(25|50|75)$/);
    await expect(
      page.getByText('Long running operation completed. Duration: 4 seconds, Steps: 4.').first(),
    ).toBeVisible();
  });

  await test.step('an image', async () => {
    const image = (await resultOf(page, 'Get Tiny Image Tool')).getByRole('img', { name: 'The tool’s result' });
    await expect(image).toBeVisible();
    expect(await image.evaluate((drawn) => drawn instanceof HTMLImageElement && drawn.naturalWidth)).toBeGreaterThan(0);
  });

  await test.step('structured content, checked against its schema', async () => {
    await page.getByRole('option', { name: 'Get Structured Content Tool' }).click();
    await page.getByRole('combobox', { name: 'location' }).click();
    await page.getByRole('option', { name: 'Chicago' }).click();
    await page.getByRole('button', { name: 'Call tool' }).click();
    const structured = page.getByRole('region', { name: 'Structured content' });
    await expect(structured.getByText('Light rain / drizzle')).toBeVisible();
    await expect(structured.getByText('Fits the schema the tool declares')).toBeVisible();
  });

  await test.step('an embedded resource', async () => {
    const result = await resultOf(page, 'Get Resource Reference Tool');
    const resource = result.getByRole('region', { name: 'Part 2 of 3' });
    await expect(resource.getByText('A resource, sent with the result')).toBeVisible();
    await expect(resource.getByText('demo://resource/dynamic/text/1', { exact: true })).toBeVisible();
    await expect(resource.getByText(/^Resource 1: This is a plaintext resource/)).toBeVisible();
  });

  await test.step('links to resources, which are not opened, but read from the server on request', async () => {
    const result = await resultOf(page, 'Get Resource Links Tool');
    await expect(result.getByText(/^A link to a resource\. Gatehouse never opens it/)).toHaveCount(3);
    await expect(result.getByRole('link')).toHaveCount(0);
    await expect(result.getByText(/^Resource 2: This is a plaintext resource/)).toHaveCount(0);
    const link = result.getByRole('region', { name: 'Part 3 of 4' });
    await expect(link.getByText('demo://resource/dynamic/text/2', { exact: true })).toBeVisible();
    await link.getByRole('button', { name: 'Read' }).click();
    await expect(link.getByText(/^Resource 2: This is a plaintext resource/)).toBeVisible();
  });

  await test.step('instructions, which the server reads from a file of its bundle', async () => {
    await page.getByRole('tab', { name: 'Connection' }).click();
    await expect(page.getByText('Instructions for models, as the server says:')).toBeVisible();
    await expect(page.getByText('Everything Server – Server Instructions')).toBeVisible();
  });
});
