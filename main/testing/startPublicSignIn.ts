/**
 * A host and a server in the open, with its authorization server: in a network of their own, where public addresses lead to
 * that one process (`runPublicSignIn.ts`) and nothing leads out.
 */
import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { IdentitiesView } from '../../app/contract/authorization.ts';
import type { ErrorView } from '../../app/contract/errors.ts';
import { issueCertificate, SERVER_AUTHENTICATION } from './certificates.ts';

export const SERVER = 'https://server.example';
export const ISSUER = 'https://auth.example';
/** Where both are. */
export const PUBLIC = '93.184.216.34';
/** This computer, a private network, and what is link-local: somebody listens at each. */
export const NEAR = ['127.0.0.1', '10.0.0.1', '169.254.169.254'] as const;

export interface PublicScenario {
  /** Members over those of honest documents. */
  readonly resourceMetadata?: object;
  readonly metadata?: object;
  /** `WWW-Authenticate` of the first refusal. */
  readonly challenge?: string;
  /** Once somebody is signed in: members over the metadata, and addresses of names. */
  readonly turns?: { readonly metadata?: object; readonly hosts?: Readonly<Record<string, string>> };
  /** After that. */
  readonly acts?: readonly ('signOut' | 'refresh' | 'unregister')[];
}

export interface PublicOutcome {
  /** Why the server does not run. */
  readonly error?: ErrorView | undefined;
  /** What became of each act: a code where it was refused, else the record’s outcome. */
  readonly acts: readonly string[];
  /** What was asked in the open. */
  readonly seen: readonly {
    readonly host: string;
    readonly method: string;
    readonly path: string;
    readonly authorization?: string;
  }[];
  readonly opened: readonly string[];
  /** Connections to what is near. */
  readonly near: number;
  readonly identities: IdentitiesView;
}

/** Of a scenario, and of nobody else: names for the addresses in it. */
export function hostsFile(others: Readonly<Record<string, string>> = {}): string {
  const names = {
    localhost: '127.0.0.1',
    'server.example': PUBLIC,
    'auth.example': PUBLIC,
    'near.example': '10.0.0.1',
  };
  return Object.entries({ ...names, ...others })
    .map(([name, address]) => `${address} ${name}\n`)
    .join('');
}

/** As somebody who is root there and nobody here: the addresses, and what names mean. */
const ENTER = [
  'mount --bind "$0" /etc/hosts',
  'ip link set lo up',
  ...[PUBLIC, ...NEAR.slice(1)].map((address) => `ip addr add ${address}/32 dev lo`),
].join(' && ');

/** Whether this computer lets us make such a network: Linux, with namespaces for those who are not root. */
export function hasOwnNetworks(): boolean {
  const command = `${ENTER} && exit 0`;
  return spawnSync('unshare', ['-rnm', 'sh', '-c', command, '/etc/hosts'], { timeout: 10_000 }).status === 0;
}

/** One after the other. @param folder Empty, and the test's own. */
export async function signInInTheOpen(
  folder: string,
  scenarios: readonly PublicScenario[],
): Promise<readonly PublicOutcome[]> {
  const hosts = ['server.example', 'auth.example'];
  const issued = await issueCertificate({ name: 'in the open', hosts, purposes: [SERVER_AUTHENTICATION] });
  const files = { 'certificate.pem': issued.pem, 'key.pem': issued.privateKeyPem, hosts: hostsFile() };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const script = join(import.meta.dirname, 'runPublicSignIn.ts');
  const node = [process.execPath, script, folder, JSON.stringify(scenarios)];
  const args = ['-rnm', 'sh', '-c', `${ENTER} && exec "$@"`, join(folder, 'hosts'), ...node];
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'certificate.pem') };
  const { stdout } = await promisify(execFile)('unshare', args, { env, timeout: 60_000 });
  return JSON.parse(stdout.split('\n').findLast((line) => line.startsWith('[')) ?? '') as readonly PublicOutcome[];
}
