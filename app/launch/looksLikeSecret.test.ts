import { describe, expect, test } from 'vitest';
import { hasSecretForm, isSecretName, looksLikeSecret } from './looksLikeSecret.ts';

describe('a name of a secret', () => {
  test.each([
    'GITHUB_TOKEN',
    'GITHUB_PERSONAL_ACCESS_TOKEN',
    'OPENAI_API_KEY',
    'BRAVE_API_KEY',
    'OPENWEATHER_KEY',
    'API_KEY',
    'apiKey',
    'X-Api-Key',
    'x-goog-api-key',
    'CONTEXT7_API_KEY',
    'Authorization',
    'Proxy-Authorization',
    'Cookie',
    'DB_PASSWORD',
    'PGPASSWORD',
    'POSTGRES_PWD',
    'SMTP_PASS',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'clientSecret',
    'CLIENT_SECRET',
    'GITLAB_PAT',
    'SLACK_BOT_TOKEN',
    'JWT',
    'SERVICE_CREDENTIALS',
    'ssh_passphrase',
    'PRIVATE_KEY',
    'signing-key',
    'key',
    'token',
    'AUTH',
    'X-Auth-Key',
    'githubtoken',
  ])('%s', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  test.each([
    'PATH',
    'HOME',
    'NODE_ENV',
    'MAX_TOKENS',
    'MAX_TOKEN',
    'TOKEN_LIMIT',
    'TOKENIZER',
    'TOKENIZERS_PARALLELISM',
    'KEYBOARD_LAYOUT',
    'MONKEY',
    'PRIMARY_KEY',
    'sortKey',
    'CACHE_KEY',
    'Idempotency-Key',
    'KEY_COUNT',
    'PUBLIC_KEY',
    'API_KEY_FILE',
    'PRIVATE_KEY_PATH',
    'TOKEN_URL',
    'PASSWORD_LENGTH',
    'AUTHOR',
    'AUTH_TYPE',
    'AUTH_MODE',
    'OAUTH_CLIENT_ID',
    'CREDENTIALS_PATH',
    'GOOGLE_PROJECT_ID',
    'BYPASS',
    'COMPASS',
    'PASS_THROUGH',
    'Accept',
    'Content-Type',
    'User-Agent',
    '',
  ])('not %s', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});

// Made up, put together here so that no scanner takes them for real ones.
const made = (prefix: string, length: number): string => prefix + 'a1B2c3D4e5F6g7H8'.repeat(8).slice(0, length);

describe('a value with the form of a secret', () => {
  test.each([
    ['a key of OpenAI’s form', made('sk-', 48)],
    ['a key of Anthropic’s form', made('sk-ant-api03-', 60)],
    ['a token of GitHub’s', made('ghp_', 36)],
    ['a fine-grained token of GitHub’s', made('github_pat_', 60)],
    ['a token of GitLab’s', made('glpat-', 20)],
    ['a token of Slack’s', made('xoxb-1234567890-', 24)],
    ['a key id of AWS’s', 'AKIA' + 'ABCDEFGH23456789'],
    ['a key of Google’s', made('AIza', 35)],
    ['a token of Hugging Face’s', made('hf_', 34)],
    ['a key of Tavily’s', made('tvly-dev-', 32)],
    ['a JSON Web Token', `${made('eyJ', 20)}.${made('eyJ', 20)}.${made('', 30)}`],
    ['a header of a bearer', made('Bearer ', 30)],
    ['a header with a password', 'Basic dXNlcjpwYXNzd29yZA=='],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIE'],
    ['a password in an address', 'postgresql://ada:lovelace@localhost/mydb'],
    ['a password in an address without a host', 'mongodb+srv://ada:lovelace@cluster0.example.net/?x=1'],
    ['a parameter named as a secret', 'https://mcp.example.com/mcp?tavilyApiKey=abc123'],
    ['a key as a parameter', 'https://mcp.example.com/mcp?key=abc123'],
    ['an address of one’s own', `https://mcp.example.com/s/${made('', 40)}/mcp`],
    ['32 hexadecimal digits', '9f86d081884c7d659a2feaa0c55ad015'],
    ['long random letters and digits', 'q9Zx7Lm2Vb4Nk8Rt1Wp6Yc3Hd5'],
  ])('%s', (_name, value) => {
    expect(hasSecretForm(value)).toBe(true);
  });

  test.each([
    ['nothing', ''],
    ['a package', '@modelcontextprotocol/server-filesystem'],
    ['a package with its version', '@modelcontextprotocol/server-everything@2026.8.31'],
    ['a package with a long name', 'mcp-server-for-many-different-things-indeed'],
    ['an image', 'ghcr.io/github/github-mcp-server:1.2.3'],
    ['an image by digest', 'ghcr.io/x/y@sha256:9f86d081884c7d659a2feaa0c55ad0159f86d081884c7d659a2feaa0c55ad015'],
    ['a path', '/home/ada/projects/mcp2024server3build4/dist/index.js'],
    ['a path of Windows', 'C:\\Users\\ada\\AppData\\Local\\server2\\index.js'],
    ['an address', 'https://mcp.example.com/v1/mcp'],
    ['an address with a port', 'http://127.0.0.1:8931/mcp'],
    ['an address with harmless parameters', 'https://mcp.example.com/mcp?profile=free&limit=100'],
    ['an address with a user alone', 'ssh://git@github.com/x/y'],
    ['a database without a password', 'postgresql://localhost/mydb'],
    ['a placeholder behind Bearer', 'Bearer <YOUR_TOKEN>'],
    ['a variable behind Bearer', 'Bearer ${API_TOKEN}'],
    ['a version of the protocol', '2025-11-25'],
    ['a time zone', '--local-timezone=America/Los_Angeles'],
    ['an option', '--allow-unauthenticated-requests-from-this-host'],
    ['a sentence', 'maps and stores complex relationships between concepts'],
    ['one word', 'internationalizationalization'],
    ['a UUID', '3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
    ['an e-mail address', 'ada.lovelace.1815@analytical-engine.example'],
  ])('not %s', (_name, value) => {
    expect(hasSecretForm(value)).toBe(false);
  });
});

test.each([
  ['a password that looks like a word', 'DB_PASSWORD', 'hunter2', true],
  ['a switch', 'USE_TOKEN', 'true', false],
  ['a small number', 'API_KEY', '1', false],
  ['nothing', 'API_KEY', ' ', false],
  ['the path of a file with a key', 'SSH_PRIVATE_KEY', '~/.ssh/id_ed25519', false],
  ['a secret under a harmless name', 'VALUE', made('ghp_', 36), true],
  ['a harmless value', 'LOG_LEVEL', 'debug', false],
])('%s', (_name, name, value, expected) => {
  expect(looksLikeSecret(name, value)).toBe(expected);
});

test('text as long as it gets is judged at once', () => {
  const before = performance.now();
  for (const text of [
    'a'.repeat(4_000_000),
    'a:@'.repeat(1_000_000),
    'http://' + 'a:'.repeat(1_000_000),
    '='.repeat(4_000_000),
  ]) {
    looksLikeSecret('x', text);
  }
  expect(performance.now() - before).toBeLessThan(5_000);
});
