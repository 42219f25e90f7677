/**
 * Install links as they stand in READMEs: each application's own scheme, and its web address.
 */
import { describe, expect, test } from 'vitest';
import { AppError } from '../contract/errors.ts';
import { showProposal } from '../testing/showProposal.ts';
import { isInstallLink } from './links/gatehouseLink.ts';
import { isLink, readLink } from './readLink.ts';

function read(text: string) {
  const { client, proposal } = readLink(text);
  return { client, ...showProposal(proposal) };
}

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');
const encode = (value: unknown): string => encodeURIComponent(JSON.stringify(value));

describe('VS Code', () => {
  const config = { command: 'npx', args: ['-y', 'firecrawl-mcp'], env: { FIRECRAWL_API_KEY: '${input:apiKey}' } };
  const inputs = [{ type: 'promptString', id: 'apiKey', description: 'Firecrawl API Key', password: true }];
  const expected = {
    client: 'vscode',
    name: 'firecrawl',
    kind: 'local',
    fields: { command: 'npx', 'args[0]': '-y', 'args[1]': 'firecrawl-mcp', 'env.FIRECRAWL_API_KEY': '!‹input:apiKey›' },
  };
  const whole = encode({ name: 'firecrawl', ...config, inputs });

  test.each([
    ['its scheme', `vscode:mcp/install?${whole}`],
    ['the insiders’ scheme', `vscode-insiders:mcp/install?${whole}`],
    [
      'its scheme with parameters',
      `vscode:mcp/install?name=firecrawl&config=${encode(config)}&inputs=${encode(inputs)}`,
    ],
    [
      'the web address',
      `https://vscode.dev/redirect/mcp/install?name=firecrawl&inputs=${encode(inputs)}&config=${encode(config)}`,
    ],
    [
      'the insiders’ web address',
      `https://insiders.vscode.dev/redirect/mcp/install?name=firecrawl&config=${encode({ ...config, inputs })}&quality=insiders`,
    ],
    ['a web address around its scheme', `https://vscode.dev/redirect?url=vscode:mcp/install?${whole}`],
    [
      'a web address around its scheme, encoded',
      `https://insiders.vscode.dev/redirect?url=${encodeURIComponent(`vscode:mcp/install?${whole}`)}`,
    ],
    ['spaces around it', `  vscode:mcp/install?${whole}\n`],
  ])('%s', (_name, link) => {
    expect(read(link)).toEqual(expected);
  });

  test('a remote server', () => {
    const link = `vscode:mcp/install?${encode({ name: 'docs', type: 'http', url: 'https://docs.example/mcp' })}`;
    expect(read(link)).toEqual({
      client: 'vscode',
      name: 'docs',
      kind: 'remote auto',
      fields: { url: 'https://docs.example/mcp' },
    });
  });
});

describe('Cursor and LM Studio', () => {
  const config = { command: 'npx', args: ['-y', '@x/y'], env: { API_KEY: 'YOUR_API_KEY' } };
  const fields = { command: 'npx', 'args[0]': '-y', 'args[1]': '@x/y', 'env.API_KEY': '!‹placeholder:YOUR_API_KEY›' };

  test.each([
    [
      'cursor',
      'its scheme',
      `cursor://anysphere.cursor-deeplink/mcp/install?name=my%20server&config=${base64(config)}`,
    ],
    [
      'cursor',
      'encoded again',
      `cursor://anysphere.cursor-deeplink/mcp/install?name=my+server&config=${encodeURIComponent(base64(config))}`,
    ],
    [
      'cursor',
      'the parameters the other way round',
      `cursor://anysphere.cursor-deeplink/mcp/install?config=${base64(config)}&name=my%20server`,
    ],
    ['cursor', 'the web address', `https://cursor.com/install-mcp?name=my%20server&config=${base64(config)}`],
    [
      'cursor',
      'the web address with a language',
      `https://cursor.com/en-US/install-mcp?name=my%20server&config=${base64(config)}`,
    ],
    [
      'cursor',
      'under the name',
      `https://cursor.com/en/install-mcp?name=my%20server&config=${base64({ 'my server': config })}`,
    ],
    [
      'cursor',
      'a whole configuration',
      `https://cursor.com/en/install-mcp?config=${base64({ mcpServers: { 'my server': config } })}`,
    ],
    [
      'cursor',
      'JSON encoded before',
      `https://cursor.com/install-mcp?name=my%20server&config=${Buffer.from(encode(config)).toString('base64url')}`,
    ],
    ['lm_studio', 'its scheme', `lmstudio://add_mcp?name=my%20server&config=${base64(config)}`],
    [
      'lm_studio',
      'the web address',
      `https://lmstudio.ai/install-mcp?name=my%20server&config=${encodeURIComponent(base64(config))}`,
    ],
  ])('%s: %s', (client, _name, link) => {
    expect(read(link)).toEqual({ client, name: 'my server', kind: 'local', fields });
  });

  test('Cursor’s generator writes the whole line into the command', () => {
    const link = `https://cursor.com/install-mcp?name=tianji&config=${base64({ command: 'npx -y tianji-mcp-server' })}`;
    expect(read(link)).toMatchObject({
      fields: { command: 'npx', 'args[0]': '-y', 'args[1]': 'tianji-mcp-server' },
      notes: ['COMMAND_SPLIT command'],
    });
  });

  test('a placeholder behind Bearer', () => {
    const headers = { Authorization: 'Bearer <YOUR_HF_TOKEN>' };
    const link = `lmstudio://add_mcp?name=hf&config=${base64({ url: 'https://huggingface.co/mcp', headers })}`;
    expect(read(link).fields).toEqual({
      url: 'https://huggingface.co/mcp',
      'headers.Authorization': '!Bearer ‹placeholder:YOUR_HF_TOKEN›',
    });
  });
});

describe('Goose', () => {
  test.each([
    ['its scheme', 'goose://extension'],
    ['the web address', 'https://block.github.io/goose/extension'],
    ['the newer web address', 'https://goose-docs.ai/extension'],
  ])('%s: variables are named, not given', (_name, start) => {
    const query =
      'cmd=npx&arg=-y&arg=%40noraai%2Fmcp-server&timeout=300&id=nora&name=Nora&env=NORA_API_KEY%3Dnora_xxxxxxxx&env=NORA_API_URL%3Dhttps%3A%2F%2Fnora.example';
    const { proposal } = readLink(`${start}?${query}`);
    expect(showProposal(proposal)).toEqual({
      name: 'Nora',
      kind: 'local',
      fields: {
        command: 'npx',
        'args[0]': '-y',
        'args[1]': '@noraai/mcp-server',
        'env.NORA_API_KEY': '!‹missing:env.NORA_API_KEY›',
        'env.NORA_API_URL': '‹missing:env.NORA_API_URL›',
      },
      notes: ['TIMEOUT timeout'],
    });
    expect(proposal.inputs[1]).toMatchObject({ label: 'NORA_API_URL', description: 'https://nora.example' });
  });

  test('a remote extension', () => {
    const link =
      'goose://extension?url=https%3A%2F%2Fx.example%2Fmcp&type=streamable_http&id=x&name=X&header=X-Mode%3Dfast';
    expect(read(link)).toEqual({
      client: 'goose',
      name: 'X',
      kind: 'remote streamable_http',
      fields: { url: 'https://x.example/mcp', 'headers.X-Mode': 'fast' },
    });
  });
});

describe('Gatehouse', () => {
  test('a local server: names of variables, no values', () => {
    const link =
      'gatehouse://install?name=Notes&command=npx&arg=-y&arg=%40example%2Fnotes&env=NOTES_TOKEN&env=NOTES_MODE';
    expect(read(link)).toEqual({
      client: 'gatehouse',
      name: 'Notes',
      kind: 'local',
      fields: {
        command: 'npx',
        'args[0]': '-y',
        'args[1]': '@example/notes',
        'env.NOTES_TOKEN': '!‹missing:env.NOTES_TOKEN›',
        'env.NOTES_MODE': '‹missing:env.NOTES_MODE›',
      },
    });
  });

  test('a remote server, and a parameter of a later version', () => {
    const link = 'gatehouse://install?name=Notes&url=https%3A%2F%2Fnotes.example%2Fmcp&header=Authorization&icon=x';
    expect(read(link)).toEqual({
      client: 'gatehouse',
      name: 'Notes',
      kind: 'remote auto',
      fields: { url: 'https://notes.example/mcp', 'headers.Authorization': '!‹missing:headers.Authorization›' },
      notes: ['SETTING_UNKNOWN icon'],
    });
  });

  test.each([
    ['gatehouse://install?name=a&command=b', true],
    ['gatehouse://install/?name=a', true],
    ['gatehouse://install', true],
    ['gatehouse://open?name=a', false],
    ['gatehouse://install/evil.mcpb?name=a', false],
    ['gatehouse://user@install?name=a', false],
    ['gatehouse://install:1?name=a', false],
    ['gatehouse:install?name=a', false],
    ['gatehouse-app://install', false],
    ['https://install/?name=a', false],
    ['cursor://anysphere.cursor-deeplink/mcp/install?name=a', false],
    ['', false],
  ])('%s is the one kind that others may hand over: %s (S11)', (text, expected) => {
    expect(isInstallLink(text)).toBe(expected);
  });
});

describe('what is refused', () => {
  test.each([
    ['no link', 'hello', 'NOT_A_LINK'],
    ['a link to somewhere', 'https://example.com/install-mcp?name=a', 'NOT_AN_INSTALL_LINK'],
    ['a page of VS Code’s', 'https://vscode.dev/github/x/y', 'NOT_AN_INSTALL_LINK'],
    ['a redirect to elsewhere', 'https://vscode.dev/redirect?url=https://evil.example', 'NOT_AN_INSTALL_LINK'],
    [
      'a redirect to itself',
      'https://vscode.dev/redirect?url=https%3A%2F%2Fvscode.dev%2Fredirect',
      'NOT_AN_INSTALL_LINK',
    ],
    ['a server of a gallery', 'vscode:mcp/by-name/io.github.x', 'NOT_AN_INSTALL_LINK'],
    ['an extension', 'vscode:extension/x.y', 'NOT_AN_INSTALL_LINK'],
    ['no JSON', 'vscode:mcp/install?%7Bname', 'NOT_JSON'],
    ['broken encoding', 'vscode:mcp/install?%E0%A4%A', 'NOT_ENCODED'],
    ['no name', `vscode:mcp/install?${encode({ command: 'a' })}`, 'NO_NAME'],
    ['no base64', 'lmstudio://add_mcp?name=a&config=!!', 'NOT_BASE64'],
    ['no text in the base64', 'lmstudio://add_mcp?name=a&config=//79', 'NOT_BASE64'],
    [
      'several servers',
      `lmstudio://add_mcp?config=${base64({ a: { command: 'a' }, b: { command: 'b' } })}`,
      'NO_SERVER',
    ],
    ['nothing to run', 'goose://extension?name=a', 'NO_SERVER'],
    ['both a command and an address', 'gatehouse://install?name=a&command=b&url=https%3A%2F%2Fx', 'NO_SERVER'],
    ['neither', 'gatehouse://install?name=a', 'NO_SERVER'],
    ['a name twice', 'gatehouse://install?name=a&name=b&command=c', 'PARAMETER_TWICE'],
    ['another thing to do', 'gatehouse://run?name=a&command=b', 'NOT_AN_INSTALL_LINK'],
    ['a value of a variable', 'gatehouse://install?name=a&command=b&env=TOKEN%3Dhunter2', 'VALUE_IN_LINK'],
    [
      'a value of a header',
      'gatehouse://install?name=a&url=https%3A%2F%2Fx&header=Authorization%3A%20hunter2',
      'VALUE_IN_LINK',
    ],
    ['one that is too long', `gatehouse://install?name=${'a'.repeat(40_000)}`, 'NOT_A_LINK'],
  ])('%s', (_name, link, reason) => {
    let refused: unknown;
    try {
      readLink(link);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({ code: 'LINK_INVALID', data: { reason } });
    // SECURITY(S9): the link may hold secrets.
    expect(JSON.stringify(refused)).not.toContain('hunter2');
  });
});

test.each([
  ['vscode:mcp/install?%7B%7D', true],
  [' https://cursor.com/install-mcp?name=a\n', true],
  ['gatehouse://install', true],
  ['{ "command": "https://x" }', false],
  ['extensions:\n  a: 1', false],
  ['https: yes', false],
  ['command:foo', false],
])('%j is one link rather than a configuration: %s', (text, expected) => {
  expect(isLink(text)).toBe(expected);
});
