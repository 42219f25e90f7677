/**
 * Install links of VS Code: `vscode:mcp/install?JSON`, percent-encoded, with the name and inputs inside; and as web
 * addresses `https://vscode.dev/redirect/mcp/install?name=…&config=JSON&inputs=JSON` and
 * `https://vscode.dev/redirect?url=vscode:…`. Both forms exist with `insiders`.
 *
 * Links to a gallery (`vscode:mcp/by-name/…`) hold no server and would have to be looked up: they are refused.
 */
import { readInputs, readVsCodeServer } from '../clients/vscode.ts';
import type { Proposal } from '../proposal.ts';
import { isRecord, ownValue } from '../settingsReader.ts';
import { decodeText, linkInvalid, oneParameter, parseLinkJson } from './linkParts.ts';

const WEB_HOSTS = new Set(['vscode.dev', 'insiders.vscode.dev']);

/** `undefined` for a link of another kind. */
export function readVsCodeLink(url: URL): Proposal | undefined {
  const { protocol, pathname } = url;
  if (protocol === 'vscode:' || protocol === 'vscode-insiders:') {
    if (pathname !== 'mcp/install') throw linkInvalid('NOT_AN_INSTALL_LINK');
    return readQuery(url);
  }
  if (protocol !== 'https:' || !WEB_HOSTS.has(url.hostname)) return undefined;
  if (pathname === '/redirect/mcp/install') return readQuery(url);
  const target = pathname === '/redirect' ? redirectTarget(url) : undefined;
  if (target === undefined) throw linkInvalid('NOT_AN_INSTALL_LINK');
  return readVsCodeLink(target);
}

/** Everything behind `url=`: many leave it unencoded, with parameters of its own. */
function redirectTarget(url: URL): URL | undefined {
  const [, written] = /^\?url=(.*)$/s.exec(url.search) ?? [];
  const target =
    written === undefined ? null : URL.parse(/^vscode(?:-insiders)?:/.test(written) ? written : decodeText(written));
  return target?.protocol === 'vscode:' || target?.protocol === 'vscode-insiders:' ? target : undefined;
}

/** The JSON as the whole query, or in parameters. */
function readQuery(url: URL): Proposal {
  const name = oneParameter(url, 'name');
  const config = oneParameter(url, 'config');
  if (config === undefined) return propose(undefined, parseLinkJson(decodeText(url.search.slice(1))));
  const inputs = oneParameter(url, 'inputs');
  return propose(name, parseLinkJson(config), inputs === undefined ? undefined : parseLinkJson(inputs));
}

function propose(named: string | undefined, config: unknown, inputs?: unknown): Proposal {
  const name = named ?? ownValue(config, 'name');
  if (!isRecord(config) || typeof name !== 'string' || name.trim() === '') throw linkInvalid('NO_NAME');
  const { name: _name, inputs: ownInputs, ...settings } = config;
  return readVsCodeServer(name, settings, readInputs(inputs ?? ownInputs));
}
