import { describe, expect, test } from 'vitest';
import type { FindingCode, RemotePlan } from '../contract/plan.ts';
import { remotePlan } from '../testing/remotePlans.ts';
import { remoteFindings } from './remoteFindings.ts';

type Change = Partial<RemotePlan>;

/** `CODE severity`, of one code. */
function ofCode(code: FindingCode, change: Change): readonly string[] {
  return remoteFindings(remotePlan(change))
    .filter((finding) => finding.code === code)
    .map(({ severity, subject }) => `${severity} ${subject}`);
}

const url = (address: string, zone: RemotePlan['zone'] = 'public'): Change => ({ url: address, zone });
const header = (value: string): Change => ({ headers: [{ name: 'X-Key', value }] });

type RemoteCode = 'NOT_ENCRYPTED' | 'PRIVATE_NETWORK' | 'UNUSUAL_ADDRESS' | 'SECRET_IN_ADDRESS';

interface Rule {
  readonly matches: readonly (readonly [string, Change])[];
  readonly lookAlikes: readonly Change[];
}

/** `matches` rows are the severity and subject, then the plan. */
const rules: Readonly<Record<RemoteCode, Rule>> = {
  NOT_ENCRYPTED: {
    matches: [
      ['danger url', url('http://mcp.example/')],
      ['danger url', url('http://nas.local:8080/', 'private')],
      ['note url', url('http://localhost:3000/', 'loopback')],
      ['note url', url('http://127.0.0.1/', 'loopback')],
      // Only a name like this computer's.
      ['danger url', url('http://localhost.example/')],
    ],
    lookAlikes: [
      url('https://mcp.example/'),
      url('https://mcp.example/?u=http://x.example'),
      url('https://http.example/'),
    ],
  },
  PRIVATE_NETWORK: {
    matches: [
      ['caution url', url('https://nas.local/', 'private')],
      ['caution url', url('https://192.168.1.5/', 'private')],
      ['caution url', url('https://mcp.example/', 'loopback')],
      ['caution url', url('https://localhost.example/', 'loopback')],
    ],
    lookAlikes: [
      url('https://mcp.example/'),
      url('https://private.example/192.168.1.5'),
      url('http://localhost:3000/', 'loopback'),
      url('http://localhost./', 'loopback'),
      url('http://app.localhost:3000/', 'loopback'),
      url('http://127.0.0.1:3000/', 'loopback'),
      url('http://[::1]:3000/', 'loopback'),
    ],
  },
  UNUSUAL_ADDRESS: {
    matches: [
      ['caution url', url('https://аррӏе.example/')],
      ['caution url', url('https://аpple.example/')],
      ['caution url', url('https://аррӏе.example/', 'private')],
      ['caution url', url('https://93.184.216.34/')],
      ['caution url', url('https://[2606:4700::1111]/')],
      ['caution url', url('https://mcp.example:8443/')],
      ['caution url', url('https://mcp.example:80/')],
    ],
    lookAlikes: [
      url('https://mcp.example/'),
      url('https://mcp.example:443/'),
      url('https://xn.example/xn--80ak6aa92e'),
      url('https://mcp.example/93.184.216.34:8443'),
      url('http://127.0.0.1:3000/', 'loopback'),
      url('http://192.168.1.5:8080/', 'private'),
    ],
  },
  SECRET_IN_ADDRESS: {
    matches: [
      ['caution url', url('https://mcp.example/?token=a')],
      ['caution url', url('https://mcp.example/?api_key=a')],
      ['caution url', url('https://mcp.example/?apiKey=a')],
      ['caution url', url('https://mcp.example/?APIKEY=a')],
      ['caution url', url('https://mcp.example/?X-Amz-Signature=a')],
      ['caution url', url('https://mcp.example/?client_secret=a&x=1')],
      ['caution url', url('https://mcp.example/?s=sk-proj-a8Kd03jfLs92kdjQ71mzXo')],
      ['caution url', url('https://mcp.example/s/9f86d081884c7d659a2feaa0c55ad015/mcp')],
      ['caution url', url('https://mcp.example/?j=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.x')],
    ],
    lookAlikes: [
      url('https://mcp.example/?keyword=a&author=b&monkey=c&signal=d'),
      url('https://mcp.example/?maxTokens=100'),
      url('https://mcp.example/?token='),
      url('https://mcp.example/token/key'),
      url('https://token.example/'),
      url('https://mcp.example/?workspace=123e4567-e89b-12d3-a456-426614174000'),
      url('https://mcp.example/modelcontextprotocolserver2025'),
      url('https://mcp.example/a-very-long-name-of-a-page-with-1-number'),
      url('https://mcp.example/?at=1732550400000000000000'),
    ],
  },
};

const table = Object.entries(rules) as readonly [RemoteCode, Rule][];

describe('a finding that must be there', () => {
  test.each(
    table.flatMap(([code, { matches }]) => matches.map(([is, change]) => [code, change.url, is, change] as const)),
  )('%s of %s: %s', (code, _url, is, change) => expect(ofCode(code, change)).toEqual([is]));
});

describe('a look-alike that must not be found', () => {
  test.each(table.flatMap(([code, { lookAlikes }]) => lookAlikes.map((change) => [code, change.url, change] as const)))(
    '%s of %s',
    (code, _url, change) => expect(ofCode(code, change)).toEqual([]),
  );
});

describe('characters of a header that can’t be seen (S12)', () => {
  test.each([
    ['danger', 'Bearer a\u00adb'],
    ['caution', 'Bearer\u00a0a'],
  ])('are a %s in %j', (severity, value) => {
    expect(ofCode('INVISIBLE_CHARACTERS', header(value))).toEqual([`${severity} headers.X-Key`]);
  });

  test.each(['Bearer a', 'é', 'a  b', '${user_config.token}'])('are not in %j', (value) => {
    expect(ofCode('INVISIBLE_CHARACTERS', header(value))).toEqual([]);
  });
});

describe('remoteFindings', () => {
  test('of an ordinary server are none', () => {
    const headers = [{ name: 'Authorization', value: { parts: ['Bearer ', { secret: 'token' }] } }];
    expect(remoteFindings(remotePlan({ headers }))).toEqual([]);
  });

  test('stand in the order of their weight, one of each kind for each subject', () => {
    const findings = remoteFindings(remotePlan(url('http://аpple.example:81/?key=a&token=b', 'private')));
    expect(findings.map(({ code }) => code)).toEqual([
      'NOT_ENCRYPTED',
      'PRIVATE_NETWORK',
      'UNUSUAL_ADDRESS',
      'SECRET_IN_ADDRESS',
    ]);
  });

  test('say in a sentence what was found, and repeat no value of a parameter (S9)', () => {
    const findings = remoteFindings(remotePlan(url('https://аpple.example:8443/?token=hunter2&sig=x')));
    expect(findings.map(({ detail }) => detail)).toEqual([
      'The address is drawn as “аpple.example” in some programs, with letters that can look like others, mixes letters of several alphabets in one name and uses port 8443 instead of the usual one.',
      'There seems to be a key in the address: the parameter “token” and the parameter “sig”.',
    ]);
  });

  test('let a parameter’s name forge nothing (S12)', () => {
    const [finding] = remoteFindings(remotePlan(url('https://mcp.example/?key%E2%80%9D%20is%20safe%E2%80%AE=1')));
    expect(finding?.detail).toBe(
      'There seems to be a key in the address: the parameter “key⟨U+201D⟩ is safe⟨U+202E⟩”.',
    );
  });
});
