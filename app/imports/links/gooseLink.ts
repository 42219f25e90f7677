/**
 * Install links of Goose: `goose://extension?cmd=npx&arg=-y&arg=…&env=NAME%3Dtext&name=…`, or with `url` and
 * `header=Name%3Dvalue` for a remote server; and the same behind `https://block.github.io/goose/extension?…`.
 *
 * As in Goose, what stands behind a variable's name is no value but a word about it.
 */
import { isSecretName } from '../../launch/looksLikeSecret.ts';
import type { Proposal } from '../proposal.ts';
import { proposeLocal, proposeRemote } from '../proposeServer.ts';
import { SettingsReader } from '../settingsReader.ts';
import type { NamedValue } from '../settingsReader.ts';
import { linkInvalid, oneParameter } from './linkParts.ts';

const WEB_PLACES = new Set(['block.github.io/goose/extension', 'goose-docs.ai/extension']);

/** `undefined` for a link of another kind. */
export function readGooseLink(url: URL): Proposal | undefined {
  const isWeb = url.protocol === 'https:' && WEB_PLACES.has(`${url.hostname}${url.pathname}`);
  if (url.protocol !== 'goose:' && !isWeb) return undefined;
  if (!isWeb && url.hostname !== 'extension') throw linkInvalid('NOT_AN_INSTALL_LINK');
  const name = oneParameter(url, 'name') ?? oneParameter(url, 'id') ?? '';
  if (name.trim() === '') throw linkInvalid('NO_NAME');
  const { searchParams } = url;
  const env = searchParams.getAll('env').map(nameAndText);
  const reader = new SettingsReader({ timeout: searchParams.get('timeout') });
  reader.leaveOut('TIMEOUT', ['timeout']);
  const remote = oneParameter(url, 'url');
  if (remote !== undefined && remote !== '') {
    const transport = searchParams.get('type') === 'sse' ? 'sse' : 'streamable_http';
    return proposeRemote(
      name,
      { url: remote, transport, headers: searchParams.getAll('header').map(nameAndText) },
      reader,
    );
  }
  const command = oneParameter(url, 'cmd');
  if (command === undefined || command === '') throw linkInvalid('NO_SERVER');
  const missingEnv = env.map(([variable, about]) => ({
    name: variable,
    secret: isSecretName(variable),
    description: about,
  }));
  const args = searchParams.getAll('arg');
  return proposeLocal(name, { command, args, env: [], missingEnv, cwd: undefined }, reader);
}

function nameAndText(parameter: string): NamedValue {
  const at = parameter.indexOf('=');
  return at === -1 ? [parameter, ''] : [parameter.slice(0, at), parameter.slice(at + 1)];
}
