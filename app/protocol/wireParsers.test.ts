import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { contentBlock } from '../contract/calls.ts';
import {
  completions,
  iconView,
  promptMessage,
  promptView,
  resourceContent,
  resourceTemplateView,
  resourceView,
} from '../contract/resources.ts';
import { toolView } from '../contract/servers.ts';
import { garbledAnswer, nestsTooDeep } from './garbledAnswer.ts';
import { hideAddresses } from './hideAddresses.ts';
import { promptShape, resourceShape, templateShape, toIcons, toolShape } from './lists.ts';
import { mirroredArguments, mirrorHeaders } from './mirroredHeaders.ts';
import { toContentBlocks, wireToolResult } from './toolResult.ts';
import { toPromptResult, toReadResult, wireCompletion, wirePromptResult, wireReadResult } from './wireResults.ts';

/** Names that the wire uses, so that many values come near to what is meant. */
const NAMES = [
  'name',
  'title',
  'description',
  'inputSchema',
  'outputSchema',
  'annotations',
  'icons',
  'src',
  'sizes',
  'theme',
  'uri',
  'uriTemplate',
  'mimeType',
  'size',
  'text',
  'blob',
  'data',
  'type',
  'resource',
  'arguments',
  'required',
  'role',
  'content',
  'contents',
  'messages',
  'values',
  'hasMore',
  'completion',
  'ttlMs',
  'isError',
  'structuredContent',
  'properties',
  'x-mcp-header',
  '__proto__',
  'constructor',
];
const LEAVES = [
  'text',
  'image',
  'audio',
  'resource',
  'resource_link',
  'unknown',
  'user',
  'assistant',
  'object',
  'string',
  'light',
  'x://{a}',
  '{',
  '',
];

const leaf = fc.oneof(
  fc.constantFrom(...LEAVES),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(null, true, false, 0, -1, 1.5, 1e308, Number.POSITIVE_INFINITY),
);
/** Anything that `JSON.parse` can answer: `1e999` is a number, and `__proto__` a name like others. */
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.array(tie('json'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.constantFrom(...NAMES), tie('json')), { maxLength: 8 })
      .map((entries) => Object.fromEntries(entries) as unknown),
  ),
}));
/** The same with the members that are needed, so that what follows them is met as well. */
const nearly = (members: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> =>
  fc.tuple(json, fc.record(members)).map(([any, known]) => (typeof any === 'object' ? { ...any, ...known } : known));
const text = fc.oneof(fc.constantFrom(...LEAVES), fc.string({ unit: 'binary' }));

function expectAll(arbitrary: fc.Arbitrary<unknown>, read: (value: unknown) => unknown, schema: z.ZodType): void {
  fc.assert(
    fc.property(arbitrary, (value) => {
      const parsed = schema.safeParse(read(value));
      expect(parsed.error?.issues ?? []).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
}

describe('whatever a server sends becomes what the contract says, or nothing', () => {
  test.each([
    [
      'a tool',
      toolShape({ declared: undefined, tasksByChoice: 'offered' }).read,
      toolView,
      { name: text, inputSchema: json },
    ],
    [
      'a tool over HTTP',
      toolShape({ declared: new Set(['text']), tasksByChoice: 'never', onInvalidMirror: () => undefined }).read,
      toolView,
      { name: text, inputSchema: nearly({ properties: json }) },
    ],
    ['a resource', resourceShape.read, resourceView, { name: text, uri: text }],
    ['a template', templateShape.read, resourceTemplateView, { name: text, uriTemplate: text }],
    [
      'a prompt',
      promptShape.read,
      promptView,
      { name: text, arguments: fc.array(nearly({ name: text }), { maxLength: 3 }) },
    ],
  ] as const)('%s', (_name, read, schema, members) => {
    const orNothing = z.union([schema, z.undefined()]);
    expectAll(json, read, orNothing);
    expectAll(nearly(members), read, orNothing);
  });

  test('icons', () => {
    const icons = fc.array(nearly({ src: text }), { maxLength: 30 });
    expectAll(icons, (value) => toIcons(value as readonly unknown[]), z.array(iconView).max(20));
  });

  test('blocks of a result, none of them lost', () => {
    const blocks = fc.array(
      fc.oneof(json, nearly({ type: fc.constantFrom(...LEAVES), text, uri: text, resource: json })),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(blocks, (content) => {
        const result = wireToolResult.parse({ content });
        const read = toContentBlocks(result.content);
        expect(z.array(contentBlock).safeParse(read).error).toBeUndefined();
        expect(read).toHaveLength(content.length);
      }),
      { numRuns: 2_000 },
    );
  });

  const orInvalid =
    <T>(schema: z.ZodType<T>, read: (value: T) => unknown) =>
    (value: unknown): unknown => {
      const parsed = schema.safeParse(value);
      return parsed.success ? read(parsed.data) : undefined;
    };
  const contents = fc.array(nearly({ uri: text }), { maxLength: 4 });
  const messages = fc.array(nearly({ role: fc.constantFrom('user', 'assistant'), content: json }), { maxLength: 4 });

  test('contents of a resource', () => {
    const read = orInvalid(wireReadResult, (result) => toReadResult(result, 'x://asked'));
    expectAll(fc.oneof(json, nearly({ contents })), read, z.array(resourceContent).optional());
  });

  test('messages of a prompt', () => {
    const view = z.strictObject({ description: z.string().optional(), messages: z.array(promptMessage) });
    expectAll(fc.oneof(json, nearly({ messages })), orInvalid(wirePromptResult, toPromptResult), view.optional());
  });

  test('suggestions', () => {
    const completion = nearly({ values: fc.array(text, { maxLength: 200 }) });
    const read = orInvalid(wireCompletion, (result) => result.completion);
    expectAll(fc.oneof(json, nearly({ completion })), read, completions.optional());
  });
});

test('an annotation in any schema is a valid header, or makes the schema invalid; a call sets no other header', () => {
  const schema = fc.oneof(
    nearly({ properties: json }),
    nearly({ properties: fc.dictionary(fc.constantFrom(...NAMES), nearly({ type: text, 'x-mcp-header': text })) }),
  );
  fc.assert(
    fc.property(schema, json, (inputSchema, args) => {
      const found = mirroredArguments(inputSchema as Record<string, unknown>);
      expect(['valid', 'invalid']).toContain(found.kind);
      const headers = mirrorHeaders(
        inputSchema as Record<string, unknown>,
        { ...Object(args) } as Record<string, unknown>,
      );
      for (const [name, value] of Object.entries(headers)) {
        expect(name).toMatch(/^Mcp-Param-/);
        expect(() => new Headers({ [name]: value })).not.toThrow();
      }
    }),
    { numRuns: 2_000 },
  );
});

test('an answer that is none has the id of what it was meant for, or is no answer at all', () => {
  const answer = z.strictObject({
    jsonrpc: z.literal('2.0'),
    id: z.union([z.string(), z.number()]),
    error: z.object({ code: z.number(), message: z.string(), data: z.unknown() }),
  });
  const any = fc.oneof(json, fc.record({ jsonrpc: json, id: fc.oneof(fc.integer(), text, json), result: json }));
  expectAll(any, garbledAnswer, answer.optional());
  fc.assert(fc.property(json, (value) => !nestsTooDeep(value)));
});

test('no text keeps the path of an address that is a member called url (S9)', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), fc.nat(200), (before, after, cut) => {
      const line = JSON.stringify({ before, params: { url: 'https://a.example/canary?canary#canary', after } });
      for (const text of [line, `${before}${line}`, line.slice(0, Math.max(cut, line.length - cut))]) {
        expect(hideAddresses(text)).not.toMatch(/"url":"[^"]*canary/);
      }
    }),
  );
});
