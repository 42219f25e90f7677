/**
 * A server asks for a language model's answer: a person reads what a model would read, and answers by hand or through a
 * model of their own, or says no.
 */
import { expect, type Page } from '@playwright/test';
import { MODEL_KEY, MODELS, startModelServer, type ModelServer } from '../../main/testing/modelServer.ts';
import {
  addServer,
  allowSampling,
  callWith,
  openQuestion,
  openServer,
  result,
  switchSamplingOn,
  typeModel,
  wholeServer,
} from '../fixtures/acts.ts';
import { filesHolding } from '../fixtures/folders.ts';
import { test as base } from '../fixtures/test.ts';

const test = base.extend<{ readonly provider: ModelServer }>({
  // Playwright reads the names of fixtures from the first parameter, so it has to be a pattern.
  // eslint-disable-next-line no-empty-pattern
  provider: async ({}, use) => {
    const provider = await startModelServer();
    await use(provider);
    await provider.close();
  },
});

async function connectModel(page: Page, { baseUrl }: ModelServer, model: string): Promise<void> {
  const form = await typeModel(page, { name: 'Mine', baseUrl, model, key: MODEL_KEY });
  await form.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(form).toBeHidden();
  await expect(page.getByRole('list', { name: 'Connected models' })).toContainText('Mine');
}

async function startAsking(page: Page): Promise<void> {
  await addServer(page, wholeServer(2025));
  await switchSamplingOn(page);
}

async function ask(page: Page): Promise<void> {
  await callWith(page, 'sample');
  await openQuestion(page);
  await expect(page.getByRole('heading', { name: '“Asker” asks for a language model’s answer' })).toBeFocused();
}

async function askModel(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Ask a model' }).check();
  await page.getByRole('button', { name: 'Ask the model' }).click();
}

test('a server can ask for a model’s answer only once that is switched on, and is then answered by hand', async ({
  gatehouse: { page },
}) => {
  await addServer(page, wholeServer(2025));
  await callWith(page, 'sample');
  await expect(page.getByText('The tool says it failed')).toBeVisible();
  await expect(page.getByRole('list', { name: 'What this server asks you' })).toBeHidden();

  await switchSamplingOn(page);
  await ask(page);
  const conversation = page.getByRole('region', { name: 'What the model would read' });
  await expect(conversation).toContainText('Be brief.');
  await expect(conversation).toContainText('Say hello.');
  await expect(page.getByRole('region', { name: 'Limits' })).toContainText('100 tokens');
  await expect(page.getByRole('radio', { name: 'Ask a model' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Send my answer' })).toBeDisabled();
  await page.getByRole('textbox', { name: 'What the server gets' }).fill('Hello, by hand.');
  await page.getByRole('button', { name: 'Send my answer' }).click();
  await expect(result(page)).toContainText('"text":"Hello, by hand."');
  await expect(result(page)).toContainText('answered by a person');
});

test('a server that runs is started anew from beside the switch, and then told of it', async ({
  gatehouse: { page },
}) => {
  await addServer(page, wholeServer(2025));
  await allowSampling(page);
  const told = page.getByRole('region', { name: 'Gatehouse offers the server' });
  await page.getByRole('tab', { name: 'Connection' }).click();
  await expect(told).toContainText('elicitation');
  await expect(told).not.toContainText('sampling');

  await page.getByRole('tab', { name: 'Settings' }).click();
  const restart = page.getByRole('region', { name: 'Asking a model' }).getByRole('button', { name: 'Restart now' });
  await expect(restart).toHaveAccessibleDescription('Switching it on or off counts from the next start.');
  await restart.click();
  await page.getByRole('tab', { name: 'Connection' }).click();
  await expect(told).toContainText('sampling');
  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(restart).toBeHidden();
});

test('a model is connected in the settings after a test, and its key is kept out of sight (S9)', async ({
  gatehouse: { page, dataDir },
  provider,
}) => {
  const { baseUrl } = provider;
  const form = await typeModel(page, { name: 'Mine', baseUrl, model: MODELS.writes, key: 'not-the-key' });
  await form.getByRole('button', { name: 'Test it' }).click();
  await expect(form.getByText('The model’s provider refused the key')).toBeVisible();
  await form.getByLabel('Key', { exact: true }).fill(MODEL_KEY);
  await form.getByRole('button', { name: 'Test it' }).click();
  await expect(form.getByText(/^It answered after/)).toBeVisible();
  await expect(form.getByText('Paris is the capital of France.')).toBeVisible();
  await form.getByRole('button', { name: 'Connect', exact: true }).click();

  const models = page.getByRole('list', { name: 'Connected models' });
  await expect(models).toContainText(baseUrl);
  await expect(models).toContainText('key in your keychain');
  await page.getByRole('button', { name: 'Edit Mine' }).click();
  await expect(page.getByRole('dialog')).toContainText('stored in your keychain');
  expect(await page.content()).not.toContain(MODEL_KEY);
  expect(await filesHolding(dataDir, MODEL_KEY)).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Remove Mine' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByText('No model is connected')).toBeVisible();
});

test('a person’s own model answers what they changed, and they change the answer before the server gets it', async ({
  gatehouse: { page },
  provider,
}) => {
  await startAsking(page);
  await connectModel(page, provider, MODELS.writes);
  await openServer(page, 'Asker');
  await ask(page);
  await page.getByRole('radio', { name: 'Ask a model' }).check();
  await expect(
    page.getByText(`Everything above goes to the model ${MODELS.writes} at ${provider.baseUrl}`),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Change the text of message 1' }).click();
  await page.getByRole('textbox', { name: 'Text of message 1' }).fill('Which city is the capital of France?');
  await page.getByRole('button', { name: 'Stop changing the text of message 1' }).click();
  await expect(page.getByText('You changed this')).toBeVisible();
  expect(provider.received).toEqual([]);
  await page.getByRole('button', { name: 'Ask the model' }).click();

  await expect(page.getByRole('heading', { name: 'Send this answer to “Asker”?' })).toBeVisible();
  const reply = page.getByRole('region', { name: 'What the server would get' });
  await expect(reply).toContainText('Paris is the capital of France.');
  const asked = JSON.stringify(provider.received[0]?.body.messages);
  expect(asked).toContain('Which city is the capital of France?');
  expect(asked).not.toContain('Say hello.');
  await page.getByRole('button', { name: 'Change the text of part 1' }).click();
  await page.getByRole('textbox', { name: 'Text of part 1' }).fill('It is Paris.');
  await page.getByRole('button', { name: 'Send to the server' }).click();
  await expect(result(page)).toContainText('"text":"It is Paris."');
  await expect(result(page)).toContainText(`"model":"${MODELS.writes}"`);
});

test('an answer is seen while it is written, and can be declined meanwhile', async ({
  gatehouse: { page },
  provider,
}) => {
  await startAsking(page);
  await connectModel(page, provider, MODELS.endless);
  await openServer(page, 'Asker');
  await ask(page);
  await askModel(page);
  await expect(page.getByRole('heading', { name: 'A model is answering “Asker”' })).toBeVisible();
  const reply = page.getByRole('region', { name: 'What the server would get' });
  await expect(reply).toContainText('The model is writing…');
  await expect(page.getByRole('button', { name: 'Send to the server' })).toBeDisabled();
  const length = async (): Promise<number> => (await reply.textContent())?.length ?? 0;
  const before = await length();
  await expect.poll(length).toBeGreaterThan(before + 20);
  await page.getByRole('button', { name: 'Decline' }).click();
  await expect(result(page)).toContainText('User rejected sampling request');
  await expect.poll(() => provider.abandoned).toBe(1);
});

test('a model that fails leads back to the question, with why', async ({ gatehouse: { page }, provider }) => {
  await startAsking(page);
  await connectModel(page, provider, MODELS.quotesKey);
  await openServer(page, 'Asker');
  await ask(page);
  await askModel(page);
  await expect(page.getByRole('alert')).toContainText('The model’s provider refused the key');
  await expect(page.getByRole('radio', { name: 'Ask a model' })).toBeChecked();
  expect(await page.content()).not.toContain(MODEL_KEY);
  await page.getByRole('radio', { name: 'Answer by hand' }).check();
  await page.getByRole('textbox', { name: 'What the server gets' }).fill('By hand, then.');
  await page.getByRole('button', { name: 'Send my answer' }).click();
  await expect(result(page)).toContainText('By hand, then.');
});

test('what is over the budget is refused without a question, and the log says so', async ({ gatehouse: { page } }) => {
  await startAsking(page);
  await page.getByRole('tab', { name: 'Settings' }).click();
  const limits = page.getByRole('form', { name: 'Limits of asking a model' });
  await limits.getByRole('textbox', { name: 'Requests an hour' }).fill('1');
  await limits.getByRole('button', { name: 'Save the limits' }).click();
  await expect(limits.getByRole('button', { name: 'Save the limits' })).toBeDisabled();
  await page.getByRole('tab', { name: 'Tools' }).click();
  await ask(page);
  await expect(page.getByRole('region', { name: 'Limits' })).toContainText('1 of 1 requests');
  await page.getByRole('button', { name: 'Decline' }).click();
  await expect(result(page)).toContainText('User rejected sampling request');

  await callWith(page, 'sample');
  await expect(result(page)).toContainText('The budget for sampling is used up');
  await page.getByRole('tab', { name: 'Log' }).click();
  await expect(page.getByRole('log')).toContainText('A request for a model was refused without asking you');
});
