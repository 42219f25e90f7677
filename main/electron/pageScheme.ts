/**
 * Serves our page by a scheme of its own, which gives it an origin that nothing else can have.
 *
 * The scheme is not the one of links: what another program opens can never name a file of the page, nor the page a link.
 */
import { readFile } from 'node:fs/promises';
import type { CustomScheme } from 'electron';
import type { PageFile } from '../loopback/pageFiles.ts';
import { COMMON_HEADERS, dressPage } from '../pageHeaders.ts';

export const PAGE_SCHEME = 'gatehouse-app';
const PAGE_HOST = 'page';
export const PAGE_ORIGIN = `${PAGE_SCHEME}://${PAGE_HOST}`;
export const PAGE_URL = `${PAGE_ORIGIN}/`;

/** SECURITY(S2): an origin like one of the web's, with a CSP that counts and without the powers of `file:`. */
export const PAGE_SCHEME_PRIVILEGES: CustomScheme = {
  scheme: PAGE_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true },
};

/** Answers requests for the page's files, which are looked up in a fixed table and nowhere else. */
export function answerPageRequest(files: ReadonlyMap<string, PageFile>) {
  return async (request: Pick<Request, 'method' | 'url'>): Promise<Response> => {
    if (request.method !== 'GET') return refusal(405, 'Only GET is answered.');
    const { host, pathname } = new URL(request.url);
    const file = host === PAGE_HOST ? files.get(pathname) : undefined;
    if (file === undefined) return refusal(404, 'There is nothing here.');
    const bytes = await readFile(file.path);
    if (file.contentType.startsWith('text/html')) {
      const { headers, html } = dressPage(bytes.toString(), []);
      return new Response(html, { headers });
    }
    return new Response(bytes, { headers: { ...COMMON_HEADERS, 'Content-Type': file.contentType } });
  };
}

function refusal(status: number, text: string): Response {
  return new Response(text, { status, headers: { ...COMMON_HEADERS, 'Content-Type': 'text/plain; charset=utf-8' } });
}
