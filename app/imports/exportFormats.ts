/**
 * How each application writes a server down. Data, and the little that differs.
 */
import type { ImportClient } from '../contract/imports.ts';
import type { RemoteServer } from '../contract/servers.ts';

type Values = readonly (readonly [name: string, value: string])[];
type Settings = Readonly<Record<string, unknown>>;

export interface WrittenLocal {
  /** Not shared with another server of the same file. */
  readonly key: string;
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly values: Values;
  /** Names of the variables whose values stay here. */
  readonly secrets: readonly string[];
  readonly cwd: string | undefined;
}

export interface WrittenRemote {
  readonly key: string;
  readonly name: string;
  readonly url: string;
  readonly transport: RemoteServer['transport'];
  readonly values: Values;
  readonly secrets: readonly string[];
}

export interface WrittenServer {
  readonly key: string;
  readonly name: string;
  readonly settings: Settings;
  readonly secrets: readonly string[];
}

export interface ExportFormat {
  readonly fileName: string;
  readonly syntax: 'json' | 'yaml';
  /** Whether it has a place for the working directory. */
  readonly cwd: boolean;
  /** Whether it speaks HTTP+SSE. */
  readonly sse: boolean;
  /** The key of a server, where it is not its name. */
  readonly key?: (name: string) => string;
  readonly local: (server: WrittenLocal) => Settings;
  /** Absent where the file is for local servers alone. */
  readonly remote?: (server: WrittenRemote) => Settings;
  readonly document: (servers: readonly WrittenServer[]) => Settings;
}

const fromEnvironment = (name: string): string => `\${env:${variableName(name)}}`;
const fromShell = (name: string): string => `\${${variableName(name)}}`;
const byHand = (name: string): string => `<YOUR_${variableName(name).toUpperCase()}>`;
const inputOf = (key: string, name: string): string => `${key}-${name}`.replaceAll(/[^\w.-]+/g, '-').slice(-180);

const under =
  (key: string) =>
  (servers: readonly WrittenServer[]): Settings => ({
    [key]: Object.fromEntries(servers.map((server) => [server.key, server.settings])),
  });

/** `command`, `args` and `env`, as all but Goose call them. */
const program = (
  { command, args, values, secrets, cwd }: WrittenLocal,
  placeholder: (name: string) => string,
): Settings => ({
  command,
  args,
  env: filled(values, secrets, placeholder),
  ...(cwd === undefined ? {} : { cwd }),
});

const headers = ({ values, secrets }: WrittenRemote, placeholder: (name: string) => string): Settings => ({
  headers: filled(values, secrets, placeholder),
});

const httpType = ({ transport }: WrittenRemote): 'sse' | 'http' => (transport === 'sse' ? 'sse' : 'http');

export const EXPORT_FORMATS: Readonly<Record<ImportClient, ExportFormat>> = {
  claude_desktop: {
    fileName: 'claude_desktop_config.json',
    syntax: 'json',
    cwd: false,
    sse: false,
    local: (server) => program(server, byHand),
    document: under('mcpServers'),
  },
  claude_code: {
    fileName: 'mcp.json',
    syntax: 'json',
    cwd: false,
    sse: true,
    local: (server) => ({ type: 'stdio', ...program(server, fromShell) }),
    remote: (server) => ({ type: httpType(server), url: server.url, ...headers(server, fromShell) }),
    document: under('mcpServers'),
  },
  vscode: {
    fileName: 'mcp.json',
    syntax: 'json',
    cwd: true,
    sse: true,
    local: (server) => ({ type: 'stdio', ...program(server, (name) => `\${input:${inputOf(server.key, name)}}`) }),
    remote: (server) => ({
      type: httpType(server),
      url: server.url,
      ...headers(server, (name) => `\${input:${inputOf(server.key, name)}}`),
    }),
    document: (servers) => ({
      inputs: servers.flatMap(({ key, name, secrets }) =>
        secrets.map((secret) => ({
          type: 'promptString',
          id: inputOf(key, secret),
          description: `${secret} of ${name}`,
          password: true,
        })),
      ),
      ...under('servers')(servers),
    }),
  },
  cursor: {
    fileName: 'mcp.json',
    syntax: 'json',
    cwd: false,
    sse: true,
    local: (server) => program(server, fromEnvironment),
    remote: (server) => ({ url: server.url, ...headers(server, fromEnvironment) }),
    document: under('mcpServers'),
  },
  windsurf: {
    fileName: 'mcp_config.json',
    syntax: 'json',
    cwd: false,
    sse: true,
    local: (server) => program(server, fromEnvironment),
    remote: (server) => ({ serverUrl: server.url, ...headers(server, fromEnvironment) }),
    document: under('mcpServers'),
  },
  zed: {
    fileName: 'settings.json',
    syntax: 'json',
    cwd: false,
    sse: false,
    local: (server) => ({ source: 'custom', ...program(server, byHand) }),
    remote: (server) => ({ source: 'custom', url: server.url, ...headers(server, byHand) }),
    document: under('context_servers'),
  },
  cline: {
    fileName: 'cline_mcp_settings.json',
    syntax: 'json',
    cwd: true,
    sse: true,
    local: (server) => ({ type: 'stdio', ...program(server, byHand) }),
    remote: (server) => ({
      type: server.transport === 'sse' ? 'sse' : 'streamableHttp',
      url: server.url,
      ...headers(server, byHand),
    }),
    document: under('mcpServers'),
  },
  goose: {
    fileName: 'config.yaml',
    syntax: 'yaml',
    cwd: false,
    sse: false,
    key: (name) => name.replaceAll(/\s/g, '').toLowerCase(),
    local: ({ name, command, args, values, secrets }) => ({
      enabled: true,
      type: 'stdio',
      name,
      description: '',
      cmd: command,
      args,
      envs: Object.fromEntries(values),
      env_keys: secrets,
    }),
    remote: (server) => ({
      enabled: true,
      type: 'streamable_http',
      name: server.name,
      description: '',
      uri: server.url,
      env_keys: server.secrets.map(variableName),
      ...headers(server, fromShell),
    }),
    document: under('extensions'),
  },
  lm_studio: {
    fileName: 'mcp.json',
    syntax: 'json',
    cwd: false,
    sse: true,
    local: (server) => program(server, byHand),
    remote: (server) => ({ url: server.url, ...headers(server, byHand) }),
    document: under('mcpServers'),
  },
};

function filled(values: Values, secrets: readonly string[], placeholder: (name: string) => string): Settings {
  return Object.fromEntries([...values, ...secrets.map((name): [string, string] => [name, placeholder(name)])]);
}

/** A name that every shell can set: `X-Api-Key` becomes `X_Api_Key`. */
function variableName(name: string): string {
  return name
    .replaceAll(/[^A-Za-z0-9_]/g, '_')
    .replace(/^(?=\d|$)/, '_')
    .slice(0, 90);
}
