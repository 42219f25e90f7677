/**
 * The headers our page is served with, and the nonce its styles need.
 *
 * Mantine writes its colour scheme into `<style>` elements while the page runs. They carry a nonce, new with every
 * answer, so that neither scripts nor styles need `unsafe-inline`; `renderer/bridge/styleNonce.ts` reads it.
 */
import { randomBytes } from 'node:crypto';

export interface PageAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly html: string;
}

/** Headers for everything that is served, HTML or not. */
export const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // Another program may have the same port tomorrow, and with it the same origin: it shall find nothing cached.
  'Cache-Control': 'no-store',
};

/** The page with a fresh nonce in its head, and the headers to send with it. `connectTo` is empty where there is no socket. */
export function dressPage(html: string, connectTo: readonly string[]): PageAnswer {
  const nonce = randomBytes(18).toString('base64');
  return {
    headers: {
      ...COMMON_HEADERS,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': contentSecurityPolicy(nonce, connectTo),
      'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=()',
    },
    html: html.replace(/<head>/i, `<head><meta property="csp-nonce" nonce="${nonce}" />`),
  };
}

/** SECURITY(S2): scripts come from our own files only: nothing inline, nothing evaluated, nothing from elsewhere. */
function contentSecurityPolicy(nonce: string, connectTo: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    'media-src data: blob:',
    "font-src 'self'",
    `connect-src ${["'self'", ...connectTo].join(' ')}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
