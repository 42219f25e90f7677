import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mirroredArguments, mirrorHeaders } from './mirroredHeaders.ts';

const schema = (properties: Record<string, unknown>) => ({ type: 'object', properties });
const region = { type: 'string', 'x-mcp-header': 'Region' };

describe('mirroredArguments (MCP 2026-07-28 transports/streamable-http §Custom Headers)', () => {
  test('finds arguments at any depth below properties', () => {
    const nested = schema({
      where: { type: 'object', properties: { region } },
      force: { type: 'boolean', 'x-mcp-header': 'Force' },
    });
    expect(mirroredArguments(nested)).toEqual({
      kind: 'valid',
      mirrored: [
        { path: ['where', 'region'], header: 'Region' },
        { path: ['force'], header: 'Force' },
      ],
    });
  });

  test.each([
    ['an empty name', schema({ a: { type: 'string', 'x-mcp-header': '' } })],
    ['a name that is no token', schema({ a: { type: 'string', 'x-mcp-header': 'My Region' } })],
    ['a line break in the name', schema({ a: { type: 'string', 'x-mcp-header': 'A\r\nEvil: 1' } })],
    ['a name that is no text', schema({ a: { type: 'string', 'x-mcp-header': 7 } })],
    ['the same name in other letters', schema({ a: region, b: { type: 'string', 'x-mcp-header': 'REGION' } })],
    ['a number', schema({ a: { type: 'number', 'x-mcp-header': 'A' } })],
    ['an object', schema({ a: { type: 'object', 'x-mcp-header': 'A' } })],
    ['no type', schema({ a: { 'x-mcp-header': 'A' } })],
    ['the root', { type: 'string', 'x-mcp-header': 'A' }],
    ['an array’s items', schema({ a: { type: 'array', items: region } })],
    ['a branch', { type: 'object', oneOf: [schema({ a: region })] }],
    ['a definition', { type: 'object', $defs: { a: region } }],
  ])('%s makes the tool invalid', (_what, inputSchema) => {
    expect(mirroredArguments(inputSchema).kind).toBe('invalid');
  });

  test('data is no schema, and a property may be called like the keyword', () => {
    const innocent = schema({ 'x-mcp-header': { type: 'string', default: { 'x-mcp-header': '' } } });
    expect(mirroredArguments(innocent)).toEqual({ kind: 'valid', mirrored: [] });
  });
});

describe('mirrorHeaders (MCP 2026-07-28 §Value Encoding)', () => {
  const text = schema({ a: { type: 'string', 'x-mcp-header': 'A' } });
  test.each([
    ['us-west1', 'us-west1'],
    ['two words\tand a tab', 'two words\tand a tab'],
    [' padded ', '=?base64?IHBhZGRlZCA=?='],
    ['', '=?base64??='],
    ['Zürich', '=?base64?WsO8cmljaA==?='],
    ['a\r\nEvil: 1', '=?base64?YQ0KRXZpbDogMQ==?='],
    ['=?base64?YQ==?=', '=?base64?PT9iYXNlNjQ/WVE9PT89?='],
  ])('%j is sent as %j', (value, header) => {
    expect(mirrorHeaders(text, { a: value })).toEqual({ 'Mcp-Param-A': header });
  });

  test('integers and booleans are written the one way they can be', () => {
    const typed = schema({ n: { type: 'integer', 'x-mcp-header': 'N' }, b: { type: 'boolean', 'x-mcp-header': 'B' } });
    expect(mirrorHeaders(typed, { n: -42, b: false })).toEqual({ 'Mcp-Param-N': '-42', 'Mcp-Param-B': 'false' });
    expect(mirrorHeaders(typed, { n: 2 ** 53, b: 'yes' })).toEqual({ 'Mcp-Param-B': 'yes' });
  });

  test.each([[null], [undefined], [[]], [{}], [1.5], [Number.NaN]])('%j is left out', (value) => {
    expect(mirrorHeaders(text, { a: value })).toEqual({});
  });

  test('whatever is sent is one line of visible characters, and is read back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const header = mirrorHeaders(text, { a: value })['Mcp-Param-A'] ?? '';
        expect(header).toMatch(/^[\t\x20-\x7e]*$/);
        const [, encoded] = /^=\?base64\?(.*)\?=$/.exec(header) ?? [];
        const read = encoded === undefined ? header : Buffer.from(encoded, 'base64').toString('utf8');
        expect(read).toBe(value);
      }),
    );
  });
});
