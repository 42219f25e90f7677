/**
 * Answers plain HTTP: the page's files, and a sentence for everything else.
 */
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { COMMON_HEADERS, dressPage } from '../pageHeaders.ts';
import { loopbackHost } from './isTrustedUpgrade.ts';
import type { PageFile } from './pageFiles.ts';

type Verdict =
  | { readonly kind: 'file'; readonly file: PageFile }
  | { readonly kind: 'refused'; readonly status: number; readonly text: string };

/** What a request gets. Pure. */
export function judgeRequest(
  request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  files: ReadonlyMap<string, PageFile>,
  port: number,
): Verdict {
  // SECURITY(S4): a page elsewhere whose name was rebound to 127.0.0.1 sends its own name here, and gets nothing.
  if (request.headers.host !== loopbackHost(port)) return refused(421, 'This address belongs to Gatehouse alone.');
  if (request.method !== 'GET' && request.method !== 'HEAD') return refused(405, 'Only GET and HEAD are answered.');
  if (hasBody(request)) return refused(413, 'No request body is read.');
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  const file = files.get(path);
  return file === undefined ? refused(404, 'There is nothing here.') : { kind: 'file', file };
}

export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { files, port }: { readonly files: ReadonlyMap<string, PageFile>; readonly port: number },
): Promise<void> {
  const verdict = judgeRequest(request, files, port);
  if (verdict.kind === 'refused') {
    const { status, text } = verdict;
    const headers = { ...COMMON_HEADERS, 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' };
    response.writeHead(status, status === 405 ? { ...headers, Allow: 'GET, HEAD' } : headers).end(`${text}\n`);
    return;
  }
  const { path, contentType } = verdict.file;
  const bytes = await readFile(path);
  const { headers, body } = contentType.startsWith('text/html')
    ? pageAnswer(bytes, port)
    : { headers: { ...COMMON_HEADERS, 'Content-Type': contentType }, body: bytes };
  response.writeHead(200, { ...headers, 'Content-Length': body.byteLength });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function pageAnswer(bytes: Buffer, port: number) {
  const { headers, html } = dressPage(bytes.toString(), [`ws://${loopbackHost(port)}`]);
  return { headers, body: Buffer.from(html) };
}

function hasBody({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function refused(status: number, text: string): Verdict {
  return { kind: 'refused', status, text };
}
