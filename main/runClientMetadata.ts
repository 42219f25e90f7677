/**
 * Runs `gatehouse client-metadata`: prints the document for publishing, or checks a copy that is published.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { visible } from '../app/contract/visibleText.ts';
import { createAuthorizationCallback } from './adapters/authorizationCallback.ts';
import { createHttpFetch } from './adapters/httpFetch.ts';
import { errnoOf } from './adapters/storeFiles.ts';
import { checkPublished, MAX_DOCUMENT_BYTES, MAX_DOCUMENT_MS, urlProblems } from './checkClientMetadata.ts';
import { clientMetadata } from './clientMetadata.ts';
import { defaultDataDir } from './dataDir.ts';
import { EXIT, StartProblem } from './startProblem.ts';

export interface ClientMetadataRun {
  /** An address to look at. */
  readonly check: string | undefined;
  /** An address to print the document for; the setting of the data folder without. */
  readonly url: string | undefined;
  readonly dataDir: string | undefined;
}

/** Exit codes: 0 printed, or published as it has to be; 2 refused. @throws {StartProblem} for wrong usage */
export async function runClientMetadata({ check, url, dataDir }: ClientMetadataRun): Promise<number> {
  const { redirectUris } = createAuthorizationCallback();
  if (check !== undefined) return report(check, await checkOverNetwork(check, redirectUris));
  const address = url ?? (await configuredUrl(dataDir ?? defaultDataDir()));
  if (address === undefined) {
    throw new StartProblem(
      'No address is set at which the document is published, and there is none of our own. Name one with --url, or set it in Gatehouse.',
      { exitCode: EXIT.usage },
    );
  }
  const problems = urlProblems(address);
  if (problems.length > 0) return report(address, problems);
  process.stdout.write(`${JSON.stringify(clientMetadata(address, redirectUris), undefined, 2)}\n`);
  return 0;
}

async function checkOverNetwork(url: string, redirectUris: readonly string[]): Promise<readonly string[]> {
  const httpFetch = createHttpFetch();
  try {
    const limits = { zones: ['public'], maxBytes: MAX_DOCUMENT_BYTES, timeoutMs: MAX_DOCUMENT_MS } as const;
    return await checkPublished(url, redirectUris, httpFetch.toAuthority(limits));
  } finally {
    await httpFetch.close();
  }
}

function report(url: string, problems: readonly string[]): number {
  if (problems.length === 0) {
    process.stdout.write(`${visible(url)} introduces Gatehouse as it has to.\n`);
    return 0;
  }
  const lines = problems.map((problem) => `\n  ${problem}`);
  console.error(`${visible(url)} can't introduce Gatehouse:${lines.join('')}`);
  return EXIT.refused;
}

const storedSettings = z.looseObject({
  settings: z.looseObject({ clientMetadataUrl: z.string().max(2_000).optional() }).optional(),
});

/** From the file itself: a Gatehouse that runs has the data folder, and nothing of its may be moved or written meanwhile. */
async function configuredUrl(dataDir: string): Promise<string | undefined> {
  const file = join(dataDir, 'config.json');
  try {
    const { settings } = storedSettings.parse(JSON.parse(await readFile(file, 'utf8')));
    return settings?.clientMetadataUrl === '' ? undefined : settings?.clientMetadataUrl;
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return undefined;
    throw new StartProblem(`${file} can't be read. Name an address with --url.`, { exitCode: EXIT.refused, cause });
  }
}
