/**
 * What the browser shows where it comes back to after a sign-in: a few fixed pages, in our own words.
 *
 * SECURITY(S12): nothing of a request or of an authorization server is in them. They are built once, before anybody asks.
 */
import { createHash } from 'node:crypto';
import { COMMON_HEADERS } from '../pageHeaders.ts';

export interface CallbackPage {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const STYLE = [
  ':root{color-scheme:light dark}',
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:20vh auto 0;padding:0 1.5rem}',
  'h1{font-size:1.5rem;line-height:1.3}',
].join('');

/** SECURITY(S2): no script, no picture, nothing from elsewhere; the one style is told by its hash. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const CALLBACK_PAGES = {
  signed_in: page(200, 'You are signed in', 'Gatehouse has what it needs. You can close this tab and go back to it.'),
  failed: page(200, 'You are not signed in', 'Close this tab and go back to Gatehouse, which says what went wrong.'),
  arrived: page(
    200,
    'Gatehouse has the answer',
    'Close this tab and go back to Gatehouse, which says what came of it.',
  ),
  foreign: page(
    400,
    'This is not the answer Gatehouse waits for',
    'Nothing was changed. If you are signing in to something, start again from Gatehouse.',
  ),
  used: page(410, 'This answer was used before', 'Each sign-in is good once. To sign in again, start from Gatehouse.'),
  elsewhere: page(421, 'This address belongs to Gatehouse alone', 'Nothing was changed.'),
  not_get: page(405, 'Only GET is answered', 'Nothing was changed.', { Allow: 'GET' }),
  with_body: page(413, 'No request body is read', 'Nothing was changed.'),
  nothing: page(404, 'There is nothing here', 'Gatehouse waits for a sign-in at another address.'),
} as const satisfies Readonly<Record<string, CallbackPage>>;
export type CallbackPageName = keyof typeof CALLBACK_PAGES;

function page(
  status: number,
  title: string,
  sentence: string,
  headers: Readonly<Record<string, string>> = {},
): CallbackPage {
  const html = [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><title>${title} – Gatehouse</title><style>${STYLE}</style></head>`,
    `<body><main><h1>${title}</h1><p>${sentence}</p></main></body>`,
    '</html>',
    '',
  ].join('\n');
  const body = Buffer.from(html);
  return {
    status,
    headers: {
      ...COMMON_HEADERS,
      ...headers,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Length': String(body.byteLength),
      'Content-Security-Policy': CONTENT_SECURITY_POLICY,
      Connection: 'close',
    },
    body,
  };
}
