/**
 * Every application's own way of writing servers down, as its documentation and its source have it.
 */
import { describe, expect, test } from 'vitest';
import { AppError } from '../contract/errors.ts';
import { showProposal } from '../testing/showProposal.ts';
import { readConfiguration } from './readConfiguration.ts';

function read(text: string, fileName?: string) {
  const { client, proposals } = readConfiguration(text, fileName);
  return { client, servers: proposals.map(showProposal) };
}

const refusal = (text: string): AppError => {
  try {
    readConfiguration(text);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('It was read.');
};

// Made up, put together here so that no scanner takes it for a real one.
const TOKEN = 'ghp_' + 'a1B2c3D4e5F6g7H8'.repeat(3).slice(0, 36);

describe('Claude Desktop', () => {
  test('local servers with arguments and variables', () => {
    const text = `{
      "globalShortcut": "",
      "mcpServers": {
        "filesystem": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem", "/Users/ada/Desktop"] },
        "github": { "command": "docker", "args": ["run", "-i", "--rm", "-e", "GITHUB_TOKEN", "ghcr.io/github/github-mcp-server"],
                    "env": { "GITHUB_TOKEN": "${TOKEN}", "LOG_LEVEL": "debug" } }
      }
    }`;
    expect(read(text, 'claude_desktop_config.json')).toEqual({
      client: 'claude_desktop',
      servers: [
        {
          name: 'filesystem',
          kind: 'local',
          fields: {
            command: 'npx',
            'args[0]': '-y',
            'args[1]': '@modelcontextprotocol/server-filesystem',
            'args[2]': '/Users/ada/Desktop',
          },
        },
        {
          name: 'github',
          kind: 'local',
          fields: {
            command: 'docker',
            'args[0]': 'run',
            'args[1]': '-i',
            'args[2]': '--rm',
            'args[3]': '-e',
            'args[4]': 'GITHUB_TOKEN',
            'args[5]': 'ghcr.io/github/github-mcp-server',
            'env.GITHUB_TOKEN': '!●',
            'env.LOG_LEVEL': 'debug',
          },
        },
      ],
    });
  });
});

describe('Claude Code', () => {
  test('.mcp.json: types, and variables with and without a default', () => {
    const text = JSON.stringify({
      mcpServers: {
        api: {
          type: 'http',
          url: '${API_BASE_URL:-https://api.example.com}/mcp',
          headers: { Authorization: 'Bearer ${API_KEY}' },
          timeout: 60_000,
          oauth: { clientId: 'x' },
        },
        old: { type: 'sse', url: 'https://example.com/sse', headersHelper: '/usr/local/bin/headers' },
        tool: {
          type: 'stdio',
          command: '${HOME}/bin/tool',
          args: [],
          env: { CACHE_DIR: '${CACHE_DIR:-/tmp}' },
          alwaysLoad: true,
        },
        socket: { type: 'ws', url: 'wss://example.com' },
        nowhere: { type: 'http' },
      },
    });
    expect(read(text, '.mcp.json')).toEqual({
      client: 'claude_code',
      servers: [
        {
          name: 'api',
          kind: 'remote streamable_http',
          fields: { url: '‹env:API_BASE_URL›/mcp', 'headers.Authorization': '!Bearer ‹env:API_KEY›' },
          notes: ['TIMEOUT timeout', 'SIGN_IN oauth'],
        },
        {
          name: 'old',
          kind: 'remote sse',
          fields: { url: 'https://example.com/sse' },
          notes: ['SIGN_IN headersHelper'],
        },
        {
          name: 'tool',
          kind: 'local',
          fields: { command: '‹env:HOME›/bin/tool', 'env.CACHE_DIR': '‹env:CACHE_DIR›' },
          notes: ['SETTING_UNKNOWN alwaysLoad'],
        },
        { name: 'socket', kind: 'unusable', fields: {}, notes: ['TYPE_UNSUPPORTED ws'] },
        { name: 'nowhere', kind: 'unusable', fields: {}, notes: ['NOTHING_TO_RUN'] },
      ],
    });
  });

  test('~/.claude.json: servers for everywhere and of projects, the same one once', () => {
    const context7 = { type: 'http', url: 'https://mcp.context7.com/mcp' };
    const text = JSON.stringify({
      numStartups: 5,
      mcpServers: { everywhere: { type: 'stdio', command: 'node', args: ['a.js'], env: {} } },
      projects: {
        '/home/ada/one': { allowedTools: [], mcpServers: { context7 }, hasTrustDialogAccepted: true },
        '/home/ada/two': { mcpServers: { context7, mine: { command: 'mine' } }, disabledMcpServers: ['mine'] },
        '/home/ada/three': {},
      },
    });
    expect(read(text)).toEqual({
      client: 'claude_code',
      servers: [
        { name: 'everywhere', kind: 'local', fields: { command: 'node', 'args[0]': 'a.js' } },
        {
          name: 'context7',
          kind: 'remote streamable_http',
          fields: { url: 'https://mcp.context7.com/mcp' },
          notes: ['PROJECT /home/ada/one', 'PROJECT /home/ada/two'],
        },
        {
          name: 'mine',
          kind: 'local',
          fields: { command: 'mine' },
          notes: ['PROJECT /home/ada/two', 'DISABLED /home/ada/two'],
        },
      ],
    });
  });
});

describe('VS Code', () => {
  const text = `{
    // asked for once
    "inputs": [
      { "type": "promptString", "id": "perplexity-key", "description": "Perplexity API Key", "password": true },
      { "type": "pickString", "id": "region", "description": "Region", "options": ["eu", { "label": "US", "value": "us" }], "default": "eu" },
    ],
    "servers": {
      "perplexity": {
        "type": "stdio", "command": "npx", "args": ["-y", "server-perplexity", "--region=\${input:region}"],
        "env": { "PERPLEXITY_API_KEY": "\${input:perplexity-key}", "PORT": 8080, "UNSET": null },
        "envFile": "\${workspaceFolder}/.env", "cwd": "\${workspaceFolder}", "dev": { "watch": "src/**" }
      },
      "remote": { "type": "http", "url": "http://localhost:3001/mcp", "headers": { "X-Version": "1.2" } },
      "sse": { "type": "sse", "url": "https://example.com/sse", "sandboxEnabled": true },
    },
  }`;
  const servers = [
    {
      name: 'perplexity',
      kind: 'local',
      fields: {
        command: 'npx',
        'args[0]': '-y',
        'args[1]': 'server-perplexity',
        'args[2]': '--region=‹input:region›',
        'env.PERPLEXITY_API_KEY': '!‹input:perplexity-key›',
        'env.PORT': '8080',
        cwd: '‹computed:workspaceFolder›',
      },
      notes: ['ENV_FILE envFile', 'SETTING_UNKNOWN dev'],
    },
    {
      name: 'remote',
      kind: 'remote auto',
      fields: { url: 'http://localhost:3001/mcp', 'headers.X-Version': '1.2' },
    },
    {
      name: 'sse',
      kind: 'remote sse',
      fields: { url: 'https://example.com/sse' },
      notes: ['SANDBOX sandboxEnabled'],
    },
  ];

  test('mcp.json, with comments and trailing commas', () => {
    expect(read(text, 'mcp.json')).toEqual({ client: 'vscode', servers });
  });

  test.each([
    ['settings.json', `{ "editor.fontSize": 14, "mcp": ${text} }`],
    ['devcontainer.json', `{ "customizations": { "vscode": { "mcp": ${text} } } }`],
    ['a workspace file', `{ "folders": [], "settings": { "mcp": ${text} } }`],
  ])('%s', (_name, whole) => {
    expect(read(whole)).toEqual({ client: 'vscode', servers });
  });

  test('settings.json with the keys written flat', () => {
    const flat = '{ "mcp.servers": { "a": { "command": "a" } }, "mcp.inputs": [] }';
    expect(read(flat)).toEqual({ client: 'vscode', servers: [{ name: 'a', kind: 'local', fields: { command: 'a' } }] });
  });

  test('inputs keep what is said about them, but no default of a secret', () => {
    const { proposals } = readConfiguration(
      `{ "inputs": [{ "id": "api_key", "description": "The key", "default": "hunter2" },
                    { "id": "region", "default": "eu", "options": ["eu", "us"] }],
         "servers": { "a": { "command": "a", "env": { "K": "\${input:api_key}", "R": "\${input:region}", "X": "\${input:other}" } } } }`,
    );
    expect(proposals[0]?.inputs).toEqual([
      { key: 'input:api_key', label: 'api_key', description: 'The key', reason: 'asked', secret: true },
      { key: 'input:region', label: 'region', reason: 'asked', secret: false, default: 'eu', options: ['eu', 'us'] },
      { key: 'input:other', label: 'other', reason: 'asked', secret: false },
    ]);
  });
});

test('Cursor: variables of the environment and of the editor', () => {
  const text = JSON.stringify({
    mcpServers: {
      local: {
        type: 'stdio',
        command: 'python',
        args: ['${workspaceFolder}/tools/server.py', '--home=${userHome}${/}x'],
        env: { API_KEY: '${env:API_KEY}' },
        envFile: '.env',
      },
      remote: {
        url: 'https://api.example.com/mcp',
        headers: { Authorization: 'Bearer ${env:MY_SERVICE_TOKEN}' },
        auth: { CLIENT_ID: '${env:CLIENT_ID}' },
      },
    },
  });
  expect(read(text, 'mcp.json')).toEqual({
    client: 'cursor',
    servers: [
      {
        name: 'local',
        kind: 'local',
        fields: {
          command: 'python',
          'args[0]': '‹computed:workspaceFolder›/tools/server.py',
          'args[1]': '--home=‹computed:userHome›‹computed:/›x',
          'env.API_KEY': '!‹env:API_KEY›',
        },
        notes: ['ENV_FILE envFile'],
      },
      {
        name: 'remote',
        kind: 'remote auto',
        fields: { url: 'https://api.example.com/mcp', 'headers.Authorization': '!Bearer ‹env:MY_SERVICE_TOKEN›' },
        notes: ['SIGN_IN auth'],
      },
    ],
  });
});

test('Windsurf: serverUrl, disabled, disabledTools', () => {
  const text = JSON.stringify({
    mcpServers: {
      remote: { serverUrl: 'https://example.com/mcp', headers: { 'API-Key': 'hunter2hunter2' }, disabledTools: ['x'] },
      off: { command: 'uvx', args: ['x'], disabled: true },
    },
  });
  expect(read(text)).toEqual({
    client: 'windsurf',
    servers: [
      {
        name: 'remote',
        kind: 'remote auto',
        fields: { url: 'https://example.com/mcp', 'headers.API-Key': '!●' },
        notes: ['TOOL_FILTER disabledTools'],
      },
      { name: 'off', kind: 'local', fields: { command: 'uvx', 'args[0]': 'x' }, notes: ['DISABLED'] },
    ],
  });
});

test('Zed: custom servers of either age, remote ones, and extensions', () => {
  const text = `{
    // Zed settings
    "theme": "One Dark",
    "context_servers": {
      "new": { "enabled": true, "source": "custom", "command": "npx", "args": ["-y", "hexdocs-mcp@0.5.0"], "env": {}, "timeout": 30 },
      "old": { "source": "custom", "command": { "path": "uvx", "args": ["kagimcp"], "env": { "KAGI_API_KEY": "YOUR_API_KEY_HERE" } } },
      "remote": { "source": "custom", "url": "https://example.com/mcp", "headers": { "Authorization": "Bearer <token>" } },
      "mcp-server-github": { "enabled": false, "source": "extension", "settings": { "github_personal_access_token": "${TOKEN}" } },
    },
  }`;
  expect(read(text, 'settings.json')).toEqual({
    client: 'zed',
    servers: [
      {
        name: 'new',
        kind: 'local',
        fields: { command: 'npx', 'args[0]': '-y', 'args[1]': 'hexdocs-mcp@0.5.0' },
        notes: ['TIMEOUT timeout'],
      },
      {
        name: 'old',
        kind: 'local',
        fields: { command: 'uvx', 'args[0]': 'kagimcp', 'env.KAGI_API_KEY': '!‹placeholder:YOUR_API_KEY_HERE›' },
      },
      {
        name: 'remote',
        kind: 'remote auto',
        fields: { url: 'https://example.com/mcp', 'headers.Authorization': '!Bearer ‹placeholder:token›' },
      },
      { name: 'mcp-server-github', kind: 'unusable', fields: {}, notes: ['TYPE_UNSUPPORTED extension'] },
    ],
  });
});

test('Cline: what ran without being asked, what was switched off, its types of transport', () => {
  const text = JSON.stringify({
    mcpServers: {
      local: {
        command: 'node',
        args: ['/a.js'],
        env: { API_KEY: 'hunter2' },
        autoApprove: ['read'],
        disabled: false,
        cwd: '/srv',
      },
      http: { type: 'streamableHttp', url: 'https://example.com/mcp', autoApprove: [], timeout: 60 },
      sse: { transportType: 'sse', url: 'https://example.com/sse', disabled: true },
    },
  });
  expect(read(text)).toEqual({
    client: 'cline',
    servers: [
      {
        name: 'local',
        kind: 'local',
        fields: { command: 'node', 'args[0]': '/a.js', 'env.API_KEY': '!●', cwd: '/srv' },
        notes: ['AUTO_APPROVE autoApprove'],
      },
      {
        name: 'http',
        kind: 'remote streamable_http',
        fields: { url: 'https://example.com/mcp' },
        notes: ['TIMEOUT timeout'],
      },
      { name: 'sse', kind: 'remote sse', fields: { url: 'https://example.com/sse' }, notes: ['DISABLED'] },
    ],
  });
});

test('Goose: values and names of variables, remote extensions, what is built in', () => {
  const text = `
GOOSE_PROVIDER: anthropic
extensions:
  developer:
    bundled: true
    enabled: true
    name: developer
    timeout: 300
    type: builtin
  github:
    name: GitHub
    cmd: npx
    args: ["-y", "@modelcontextprotocol/server-github"]
    enabled: true
    envs: { "LOG_LEVEL": "debug" }
    env_keys:
      - GITHUB_PERSONAL_ACCESS_TOKEN
    type: stdio
    timeout: 300
    available_tools: []
  notes:
    enabled: false
    type: streamable_http
    name: notes
    description: Notes
    uri: https://notes.example/mcp
    headers:
      Authorization: Bearer \${NOTES_TOKEN}
    env_keys: [NOTES_TOKEN]
  older:
    enabled: true
    config:
      type: sse
      name: older
      uri: https://older.example/sse
`;
  expect(read(text, 'config.yaml')).toEqual({
    client: 'goose',
    servers: [
      { name: 'developer', kind: 'unusable', fields: {}, notes: ['TIMEOUT timeout', 'TYPE_UNSUPPORTED builtin'] },
      {
        name: 'GitHub',
        kind: 'local',
        fields: {
          command: 'npx',
          'args[0]': '-y',
          'args[1]': '@modelcontextprotocol/server-github',
          'env.LOG_LEVEL': 'debug',
          'env.GITHUB_PERSONAL_ACCESS_TOKEN': '!‹missing:env.GITHUB_PERSONAL_ACCESS_TOKEN›',
        },
        notes: ['TIMEOUT timeout'],
      },
      {
        name: 'notes',
        kind: 'remote streamable_http',
        fields: { url: 'https://notes.example/mcp', 'headers.Authorization': '!Bearer ‹env:NOTES_TOKEN›' },
        notes: ['DISABLED'],
      },
      { name: 'older', kind: 'remote sse', fields: { url: 'https://older.example/sse' } },
    ],
  });
});

describe('pieces of a configuration', () => {
  const servers = [{ name: 'a', kind: 'local', fields: { command: 'npx', 'args[0]': 'a' } }];

  test.each([
    ['the servers without the key above them', '{ "a": { "command": "npx", "args": ["a"] } }'],
    ['the key without the braces around it', '"mcpServers": { "a": { "command": "npx", "args": ["a"] } },'],
    ['one server without the braces around it', '"a": { "command": "npx", "args": ["a"] }'],
    ['a byte order mark', '\uFEFF{ "mcpServers": { "a": { "command": "npx", "args": ["a"] } } }'],
    ['YAML', 'mcpServers:\n  a:\n    command: npx\n    args: [a]\n'],
  ])('%s', (_name, text) => {
    expect(read(text).servers).toEqual(servers);
  });

  test('one server alone gets a name', () => {
    expect(read('{ "command": "npx", "args": ["a"] }').servers).toEqual([{ ...servers[0], name: 'server' }]);
  });
});

describe('one server', () => {
  const one = (settings: unknown) => read(JSON.stringify({ mcpServers: { a: settings } })).servers[0];

  test.each([
    [
      'a whole line as the command is taken apart',
      'npx -y "@x/y z"',
      { command: 'npx', 'args[0]': '-y', 'args[1]': '@x/y z' },
    ],
    ['a path with a space is one program', '/Applications/My App/bin/x', { command: '/Applications/My App/bin/x' }],
    ['a path of Windows is one program', 'C:\\Program Files\\x.exe', { command: 'C:\\Program Files\\x.exe' }],
  ])('%s', (_name, command, fields) => {
    expect(one({ command })?.fields).toEqual(fields);
  });

  test('a command with arguments beside it stays as it is', () => {
    expect(one({ command: 'npx -y x', args: [] })).toEqual({
      name: 'a',
      kind: 'local',
      fields: { command: 'npx -y x' },
    });
  });

  test.each([
    ['an argument of another type', { command: 'a', args: ['x', { y: 1 }] }, ['VALUE_WRONG args']],
    ['a command of another type', { command: ['a'] }, ['VALUE_WRONG command']],
    ['a NUL in an argument', { command: 'a', args: ['x\0y'] }, ['VALUE_WRONG args[0]']],
    ['more arguments than a server can have', { command: 'a', args: Array(1_001).fill('x') }, ['VALUE_WRONG args']],
    ['an empty address', { url: ' ' }, ['VALUE_WRONG url']],
  ])('%s can’t be added', (_name, settings, notes) => {
    expect(one(settings)).toEqual({ name: 'a', kind: 'unusable', fields: {}, notes });
  });

  test('variables and headers that can’t be are left out alone', () => {
    expect(one({ command: 'a', env: { 'A=B': 'x', C: { d: 1 }, E: 'f' } })).toEqual({
      name: 'a',
      kind: 'local',
      fields: { command: 'a', 'env.E': 'f' },
      notes: ['VALUE_WRONG env.C', 'VALUE_WRONG env.A=B'],
    });
    expect(one({ url: 'https://x.example', headers: { 'a b': 'x' } })?.notes).toEqual(['VALUE_WRONG headers.a b']);
  });

  test.each([
    ['after its option', ['--api-key', 'hunter2'], { 'args[0]': '--api-key', 'args[1]': '!●' }],
    ['with its option', ['--token=hunter2'], { 'args[0]': '!●' }],
    ['as a variable for a container', ['-e', `GITHUB_TOKEN=${TOKEN}`], { 'args[0]': '-e', 'args[1]': '!●' }],
    ['as a header', ['--header', `Authorization: Bearer ${TOKEN}`], { 'args[0]': '--header', 'args[1]': '!●' }],
    ['in an address', ['postgresql://ada:lovelace@localhost/db'], { 'args[0]': '!●' }],
    ['asked for', ['--key=${input:api-key}'], { 'args[0]': '!--key=‹input:api-key›' }],
    [
      'none',
      ['--api-key-file', '/run/key', '--token'],
      { 'args[0]': '--api-key-file', 'args[1]': '/run/key', 'args[2]': '--token' },
    ],
  ])('a secret among the arguments: %s', (_name, args, fields) => {
    expect(one({ command: 'a', args })?.fields).toEqual({ command: 'a', ...fields });
  });

  test('properties of every object are no settings', () => {
    const text = '{ "mcpServers": { "a": { "__proto__": { "command": "evil" } }, "__proto__": { "command": "b" } } }';
    expect(read(text).servers).toEqual([
      { name: 'a', kind: 'unusable', fields: {}, notes: ['SETTING_UNKNOWN __proto__', 'NOTHING_TO_RUN'] },
      { name: '__proto__', kind: 'local', fields: { command: 'b' } },
    ]);
  });
});

describe('what is refused', () => {
  test.each([
    ['nothing', ' ', 'IMPORT_UNREADABLE', { reason: 'EMPTY', line: 1, column: 1 }],
    [
      'broken JSON',
      '{\n  "mcpServers": {\n    "a": }\n}',
      'IMPORT_UNREADABLE',
      { reason: 'ValueExpected', line: 3, column: 10 },
    ],
    [
      'a broken piece of JSON',
      '"a": { "command" }',
      'IMPORT_UNREADABLE',
      { reason: 'ColonExpected', line: 1, column: 18 },
    ],
    ['broken YAML', 'extensions:\n  a: [1\nb: }', 'IMPORT_UNREADABLE', { reason: 'BAD_INDENT', line: 3, column: 1 }],
    ['JSON without end', '['.repeat(1_000_000), 'IMPORT_UNREADABLE', { reason: 'TOO_DEEP', line: 1, column: 101 }],
    ['YAML that refers to itself', 'extensions: &a\n  a: *a\n', 'IMPORT_UNREADABLE', { reason: 'YAML' }],
    ['a list', '[]', 'IMPORT_FORMAT_UNKNOWN', {}],
    ['other JSON', '{ "name": "x", "version": "1.0.0" }', 'IMPORT_FORMAT_UNKNOWN', {}],
    ['no servers', '{ "mcpServers": {} }', 'IMPORT_FORMAT_UNKNOWN', {}],
    ['prose', 'Dear Sir or Madam', 'IMPORT_FORMAT_UNKNOWN', {}],
    ['services of another kind', '{ "servers": { "a": { "host": "x" } } }', 'IMPORT_FORMAT_UNKNOWN', {}],
    [
      'too many servers',
      JSON.stringify({
        mcpServers: Object.fromEntries(Array.from({ length: 501 }, (_, at) => [`s${at}`, { command: 'a' }])),
      }),
      'IMPORT_TOO_LARGE',
      { servers: 501, limit: 500 },
    ],
    [
      'text longer than any configuration',
      'x'.repeat(4 * 1024 * 1024 + 1),
      'IMPORT_TOO_LARGE',
      { size: 4194305, limit: 4194304 },
    ],
    [
      'YAML longer than any configuration',
      `a: ${'x'.repeat(300_000)}`,
      'IMPORT_TOO_LARGE',
      { size: 300_003, limit: 131_072 },
    ],
  ])('%s', (_name, text, code, data) => {
    const { code: refused, data: facts } = refusal(text);
    expect({ code: refused, data: facts }).toEqual({ code, data });
  });

  test('an error never quotes the text, which may hold secrets (S9)', () => {
    for (const text of [`{ "key": "${TOKEN}" `, `key: "${TOKEN}`, `${TOKEN}: [`, `- &a ${TOKEN}\n- *b`]) {
      const error = refusal(text);
      expect(JSON.stringify([error.message, error.data, String(error.cause)])).not.toContain(TOKEN);
    }
  });
});
