/**
 * VS Code: `servers` and `inputs` in `mcp.json`, or the same under `mcp` in `settings.json`, a workspace file or
 * `devcontainer.json`. Visual Studio writes the first form too.
 */
import { InputCollector } from '../inputCollector.ts';
import type { AskedInput } from '../inputCollector.ts';
import type { Proposal } from '../proposal.ts';
import { unusable } from '../proposeServer.ts';
import { readEntry } from '../readEntry.ts';
import type { EntryNames } from '../readEntry.ts';
import { isRecord, ownValue, SettingsReader } from '../settingsReader.ts';
import { isServerLike } from './mcpServers.ts';

const NAMES: EntryNames = { command: 'command', env: 'env', url: ['url'], http: 'auto' };

/** `undefined` where none of its shapes is there. */
export function readVsCode(root: unknown): readonly Proposal[] | undefined {
  const section = [
    root,
    ownValue(root, 'mcp'),
    { servers: ownValue(root, 'mcp.servers'), inputs: ownValue(root, 'mcp.inputs') },
    ownValue(ownValue(root, 'settings'), 'mcp'),
    ownValue(ownValue(ownValue(root, 'customizations'), 'vscode'), 'mcp'),
  ].find((each) => hasServers(ownValue(each, 'servers')));
  const servers = ownValue(section, 'servers');
  if (!isRecord(servers)) return undefined;
  const asked = readInputs(ownValue(section, 'inputs'));
  return Object.entries(servers).map(([name, settings]) => readVsCodeServer(name, settings, asked));
}

export function readVsCodeServer(name: string, settings: unknown, asked: ReadonlyMap<string, AskedInput>): Proposal {
  if (!isRecord(settings)) return unusable(name, new SettingsReader({}), 'NOTHING_TO_RUN');
  return readEntry(name, new SettingsReader(settings), NAMES, { inputs: new InputCollector(asked) });
}

/** Definitions of `${input:ID}` by id. What is none, and values of another type, are passed over. */
export function readInputs(inputs: unknown): ReadonlyMap<string, AskedInput> {
  const found = new Map<string, AskedInput>();
  for (const input of Array.isArray(inputs) ? (inputs as readonly unknown[]) : []) {
    const id = ownValue(input, 'id');
    if (typeof id !== 'string') continue;
    const options = ownValue(input, 'options');
    found.set(id, {
      description: textIn(input, 'description'),
      password: ownValue(input, 'password') === true,
      default: textIn(input, 'default'),
      options: Array.isArray(options) ? readOptions(options) : undefined,
    });
  }
  return found;
}

/** Texts, or objects with a label and a value. */
function readOptions(options: readonly unknown[]): readonly string[] | undefined {
  const values = options.map((option) => (typeof option === 'string' ? option : ownValue(option, 'value')));
  const texts = values.filter((value) => typeof value === 'string');
  return texts.length === 0 ? undefined : texts;
}

function textIn(value: unknown, key: string): string | undefined {
  const text = ownValue(value, key);
  return typeof text === 'string' ? text : undefined;
}

function hasServers(servers: unknown): boolean {
  return isRecord(servers) && Object.values(servers).some(isServerLike);
}
