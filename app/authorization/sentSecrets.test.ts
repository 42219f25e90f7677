import { describe, expect, test } from 'vitest';
import { AppError } from '../contract/errors.ts';
import { keepSecrets } from './sentSecrets.ts';

const TOKEN = `eyJhbGciOiJFUzI1NiJ9.${'a1B2'.repeat(200)}.sig`;

/** What a page is shown of these words, once the token was sent. */
async function shownOf(said: string): Promise<unknown> {
  const { fetch, withoutSecrets } = keepSecrets(() => Promise.resolve(new Response()));
  await fetch('https://issuer.example/token', {
    method: 'POST',
    body: new URLSearchParams({ subject_token: TOKEN, audience: 'https://issuer.example' }),
  });
  const error = withoutSecrets(new AppError('AUTH_TOKEN_FAILED', 'No token was given.', { data: { said } }));
  return error instanceof AppError ? error.data['said'] : error;
}

describe('the words of an authorization server that repeats what it was sent (S9)', () => {
  test.each([
    ['the whole of it', `No: ${TOKEN}, no.`, 'No: •••, no.'],
    ['it, cut in its middle', `No: ${TOKEN}`.slice(0, 500), 'No: •••'],
    ['it, cut before its last character', `No: ${TOKEN}`.slice(0, -1), 'No: •••'],
    ['it, and it again, cut', `${TOKEN} ${TOKEN}`.slice(0, 1_000), '••• •••'],
    ['its first characters', `No: ${TOKEN.slice(0, 6)}`, 'No: •••'],
    ['nothing of it', 'No: eyes are not enough, e', 'No: eyes are not enough, e'],
    ['what is no secret', 'No: https://issuer.example', 'No: https://issuer.example'],
  ])('with %s in them', async (_name, said, shown) => {
    expect(await shownOf(said)).toBe(shown);
  });
});
