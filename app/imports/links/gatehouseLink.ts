/**
 * Gatehouse's own install links, which anybody may put on a page:
 *
 *   gatehouse://install?name=Notes&command=npx&arg=-y&arg=%40example%2Fnotes&env=NOTES_TOKEN
 *   gatehouse://install?name=Notes&url=https%3A%2F%2Fnotes.example%2Fmcp&header=Authorization
 *
 * `name` and either `command` or `url` are there once; `arg`, `env` and `header` as often as need be. Variables and
 * headers have names only: the person fills their values in, so a link can neither carry a secret nor set what a program
 * loads (`NODE_OPTIONS`) without a person typing it. `transport=sse` is for servers that speak HTTP+SSE alone.
 */
import { isSecretName } from '../../launch/looksLikeSecret.ts';
import type { Proposal } from '../proposal.ts';
import { proposeLocal, proposeRemote } from '../proposeServer.ts';
import type { MissingValue } from '../proposeServer.ts';
import { SettingsReader } from '../settingsReader.ts';
import { linkInvalid, oneParameter } from './linkParts.ts';

const KNOWN = new Set(['name', 'command', 'arg', 'env', 'url', 'header', 'transport']);

/** Whether this is the one kind of link that other programs may hand to Gatehouse. */
export function isInstallLink(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && isInstallUrl(url);
}

/** `undefined` for a link of another kind. */
export function readGatehouseLink(url: URL): Proposal | undefined {
  if (url.protocol !== 'gatehouse:') return undefined;
  if (!isInstallUrl(url)) throw linkInvalid('NOT_AN_INSTALL_LINK');
  const name = oneParameter(url, 'name');
  const command = oneParameter(url, 'command');
  const address = oneParameter(url, 'url');
  if (name === undefined || name.trim() === '') throw linkInvalid('NO_NAME');
  if ((command === undefined) === (address === undefined)) throw linkInvalid('NO_SERVER');
  const reader = new SettingsReader({});
  for (const parameter of new Set(url.searchParams.keys())) {
    if (!KNOWN.has(parameter)) reader.note('SETTING_UNKNOWN', parameter.slice(0, 200));
  }
  if (command !== undefined) {
    const settings = { command, args: url.searchParams.getAll('arg'), env: [], cwd: undefined };
    return proposeLocal(name, { ...settings, missingEnv: namesIn(url, 'env') }, reader);
  }
  const transport = oneParameter(url, 'transport') === 'sse' ? 'sse' : 'auto';
  return proposeRemote(
    name,
    { url: address ?? '', transport, headers: [], missingHeaders: namesIn(url, 'header') },
    reader,
  );
}

function isInstallUrl({ protocol, hostname, pathname, port, username }: URL): boolean {
  return (
    protocol === 'gatehouse:' && hostname === 'install' && /^\/?$/.test(pathname) && port === '' && username === ''
  );
}

/** @throws {AppError} `LINK_INVALID` for a name with a value behind it. SECURITY(S9) */
function namesIn(url: URL, parameter: string): readonly MissingValue[] {
  return url.searchParams.getAll(parameter).map((name) => {
    if (/[=:\s]/.test(name)) throw linkInvalid('VALUE_IN_LINK', parameter);
    return { name, secret: isSecretName(name) };
  });
}
