import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeUrl } from './judgeUrl.ts';

const partsOf = (text: string) => {
  const judged = judgeUrl(text);
  if (judged.kind !== 'ok') throw new Error(`It was refused: ${judged.reason}`);
  return judged.parts;
};

describe('judgeUrl (S11; MCP 2025-11-25 client/elicitation §Safe URL Handling)', () => {
  test.each([
    ['javascript:alert(1)', 'characters|scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['data:text/html,hello', 'scheme'],
    ['smb://server/share', 'scheme'],
    ['ftp://example.com/', 'scheme'],
    ['ms-settings:privacy', 'scheme'],
    ['http://example.com/', 'not_encrypted'],
    ['http://192.168.1.1/', 'not_encrypted'],
    ['http://127.0.0.1.example.com/', 'not_encrypted'],
    ['https://example.com/a b', 'characters'],
    ['https://example.com/a\nb', 'characters'],
    ['https://example.com/a\tb', 'characters'],
    [' https://example.com/', 'characters'],
    ['https://example.com/"onclick="x', 'characters'],
    ["https://example.com/'x", 'characters'],
    ['https://example.com/`id`', 'characters'],
    ['https://example.com\\@evil.example/', 'characters'],
    ['https://exam\u200bple.com/', 'characters'],
    ['https://example.com/\u202egnp.exe', 'characters'],
    ['https://example.com/\0', 'characters'],
    ['https://', 'not_an_address'],
    ['example.com', 'not_an_address'],
    ['//example.com/', 'not_an_address'],
    ['', 'not_an_address'],
    [`https://example.com/${'a'.repeat(100_000)}`, 'too_long'],
  ])('refuses %j', (text, reason) => {
    const judged = judgeUrl(text);
    expect(judged.kind).toBe('refused');
    if (judged.kind === 'refused') expect(judged.reason).toMatch(new RegExp(`^(?:${reason})$`));
  });

  test.each([
    ['https://example.com/', []],
    ['https://example.com/oauth?state=a%20b&x=1#end', []],
    ['http://127.0.0.1:8080/done', ['LOOPBACK']],
    ['http://localhost/done', ['LOOPBACK']],
    ['http://[::1]:1234/', ['LOOPBACK']],
    ['http://2130706433/', ['LOOPBACK']],
    ['https://user:pw@example.com/', ['USERINFO']],
    ['https://google.com@evil.example/', ['USERINFO']],
    ['https://93.184.216.34/', ['IP_LITERAL']],
    ['https://0x5db8d822/', ['IP_LITERAL']],
    ['https://example.com:8443/', ['UNUSUAL_PORT']],
    ['https://xn--bcher-kva.example/', ['PUNYCODE']],
    ['https://bücher.example/', ['PUNYCODE']],
    ['https://аpple.com/', ['PUNYCODE', 'MIXED_SCRIPTS']],
    [`https://example.com/${'a'.repeat(600)}`, ['LONG']],
  ])('warns of %j: %j', (text, warnings) => {
    expect(partsOf(text).warnings).toEqual(warnings);
  });

  test('tells what somebody registered from what they put before it', () => {
    expect(partsOf('https://accounts.google.com.evil.co.uk/login')).toMatchObject({
      host: 'accounts.google.com.evil.co.uk',
      registrable: 'evil.co.uk',
    });
    expect(partsOf('https://ada.github.io/')).toMatchObject({ registrable: 'ada.github.io' });
    expect(partsOf('https://93.184.216.34/')).not.toHaveProperty('registrable');
  });

  test('shows a name in letters as well as it goes over the wire', () => {
    expect(partsOf('https://bücher.example/')).toMatchObject({
      url: 'https://xn--bcher-kva.example/',
      host: 'xn--bcher-kva.example',
      hostUnicode: 'bücher.example',
    });
    expect(partsOf('https://example.com/')).not.toHaveProperty('hostUnicode');
  });

  test('the parts, in order, are the address, and it is judged the same once more', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (text) => {
        const judged = judgeUrl(text);
        if (judged.kind === 'refused') return;
        const { url, scheme, userinfo, host, port, rest } = judged.parts;
        const before = userinfo === undefined ? '' : `${userinfo}@`;
        expect(`${scheme}//${before}${host}${port === undefined ? '' : `:${port}`}${rest}`).toBe(url);
        const again = judgeUrl(url);
        if (again.kind === 'ok') expect(again).toEqual(judged);
      }),
    );
  });

  test('never throws, and what passes is https or stays on this computer', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.webUrl(),
          fc.string().map((rest) => `https://${rest}`),
        ),
        (text) => {
          const judged = judgeUrl(text);
          if (judged.kind === 'refused') return;
          const { scheme, warnings } = judged.parts;
          expect(scheme === 'https:' || warnings.includes('LOOPBACK')).toBe(true);
        },
      ),
    );
  });
});
