/**
 * Lists without end, and entries that are none, come twice or lead where nobody should go.
 */
import { describe, expect, test } from 'vitest';
import { newRequestId, startTaught, type Taught } from './testing/startTaught.ts';

const LISTS = [
  ['resources/list', 'resources', 'server.resources', { uri: 'x://%i%n', name: 'r' }],
  ['resources/templates/list', 'resourceTemplates', 'server.resources', { uriTemplate: 'x://{v}/%i%n', name: 't' }],
  ['prompts/list', 'prompts', 'server.prompts', { name: 'p%i%n' }],
] as const;
const NO_RESOURCES = {
  'resources/list': [{ result: { resources: [] } }],
  'resources/templates/list': [{ result: { resourceTemplates: [] } }],
};
const schema = { type: 'object' };

const read = async ({ host, serverId }: Taught, uri = 'x://a') =>
  (await host.run('resource.read', { requestId: newRequestId(), serverId, uri, evenIfCached: true })).outcome;

describe.each(LISTS)('%s', (method, member, command, entry) => {
  test('without an end is given up: cursors for ever, the same cursor, empty pages', async () => {
    const { host, serverId, teach, isWell } = await startTaught();
    const refused = { code: 'SERVER_LIST_TOO_LONG' };
    for (const page of [
      { [member]: [entry], nextCursor: 'page %n' },
      { [member]: [], nextCursor: 'page %n' },
      { [member]: [], nextCursor: 'same' },
      { [member]: [], nextCursor: '' },
    ]) {
      await teach({ ...NO_RESOURCES, [method]: [{ result: page }] });
      await expect(host.run(command, { serverId })).rejects.toMatchObject(refused);
    }
    await isWell();
  });

  test('of 20,000 entries is read whole, and of one more is given up', async () => {
    const { host, serverId, teach } = await startTaught();
    const listed = async (count: number) => {
      await teach({ ...NO_RESOURCES, [method]: [{ result: { [member]: { '%list': [entry, count] } } }] });
      return host.run(command, { serverId });
    };
    const whole = await listed(20_000);
    expect(Object.values(whole)).toContainEqual(expect.objectContaining({ length: 20_000 }));
    await expect(listed(20_001)).rejects.toMatchObject({ code: 'SERVER_LIST_TOO_LONG' });
  });

  test('that is none, or has a cursor that is none, is an error of the server', async () => {
    const { host, serverId, teach, isWell } = await startTaught();
    for (const result of [{}, { [member]: 'many' }, { [member]: null }, { [member]: [], nextCursor: 7 }, [], null]) {
      await teach({ ...NO_RESOURCES, [method]: [{ result }] });
      const listing = host.run(command, { serverId });
      // Who offers resources need not know of templates, so what is wrong with those hides nothing else.
      if (method === 'resources/templates/list') expect(await listing).toMatchObject({ templates: [] });
      else await expect(listing).rejects.toMatchObject({ code: 'SERVER_PROTOCOL_ERROR' });
    }
    await isWell();
  });
});

describe('entries', () => {
  test('with names already listed are left out and counted, the first one stays', async () => {
    const { host, serverId, teach } = await startTaught();
    await teach({
      'resources/list': [
        {
          result: {
            resources: [{ uri: 'a:b', name: 'first' }, { uri: 'a:b', name: 'second' }, { name: 'none' }, null, 7],
          },
        },
      ],
      'resources/templates/list': [
        {
          result: {
            resourceTemplates: [
              { uriTemplate: 'a:{b}', name: 't' },
              { uriTemplate: 'a:{b}', name: 'u' },
            ],
          },
        },
      ],
      'prompts/list': [
        {
          result: { prompts: [{ name: '__proto__' }, { name: '__proto__', title: 'again' }, { name: 'constructor' }] },
        },
      ],
    });
    expect(await host.run('server.resources', { serverId })).toMatchObject({
      resources: [{ uri: 'a:b', name: 'first' }],
      templates: [{ uriTemplate: 'a:{b}', name: 't' }],
      dropped: 5,
    });
    expect(await host.run('server.prompts', { serverId })).toMatchObject({
      prompts: [{ name: '__proto__', label: '__proto__' }, { name: 'constructor' }],
      dropped: 1,
    });
  });

  test('with descriptions of a megabyte, in words nobody can see, arrive as they are (S12)', async () => {
    const { host, serverId, teach, call } = await startTaught();
    const hidden = '\u202e\u200b\u0000\u001b[31m<script>alert(1)</script>';
    const description = { '%repeat': ['d', 1_000_000] };
    const tools = [
      { name: 'script', inputSchema: schema },
      { name: hidden, title: hidden, description, inputSchema: schema, annotations: { title: 7, readOnlyHint: 'yes' } },
    ];
    await teach({ 'tools/list': [{ result: { tools } }] });
    await call('script', { lines: ['{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}'] });
    await host.waitFor('the new list', ({ servers }) =>
      servers.find(({ state }) => state.kind === 'running' && state.connection.toolCount === 2),
    );
    const listed = await host.run('server.tools', { serverId });
    expect(listed.tools[1]).toMatchObject({ name: hidden, label: hidden, unusualName: true, annotations: {} });
    expect(listed.tools[1]?.description).toHaveLength(1_000_000);
  });

  test('with addresses of every kind are listed as text, and none of them is fetched or opened (S11)', async () => {
    const taught = await startTaught();
    const { host, serverId, teach } = taught;
    const uris = [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'data:text/html,<b>',
      'smb://a/b',
      '',
      ' ',
      '\u0000',
      '../..',
      `x:${'y'.repeat(60_000)}`,
    ];
    await teach({
      ...NO_RESOURCES,
      'resources/list': [
        {
          result: {
            resources: [
              ...uris.map((uri) => ({ uri, name: 'r' })),
              { uri: `x:${'y'.repeat(70_000)}`, name: 'too long' },
            ],
          },
        },
      ],
      'resources/read': [{ result: { contents: [{ uri: 'file:///etc/shadow', text: 'the server’s own words' }] } }],
    });
    const { resources, dropped } = await host.run('server.resources', { serverId });
    expect(resources.map(({ uri }) => uri)).toEqual(uris);
    expect(dropped).toBe(1);
    for (const uri of uris.slice(0, 4)) {
      expect(await read(taught, uri)).toMatchObject({
        kind: 'complete',
        result: { contents: [{ text: 'the server’s own words' }] },
      });
    }
    expect(host.opened).toEqual([]);
  });

  test('of templates that are none have no variables, and can’t be expanded', async () => {
    const { host, serverId, teach } = await startTaught();
    const bad = ['{', '{a', '}{', '{+}', '{a,{b}}', `{${'a,'.repeat(4_000)}a}`, '{__proto__}', '{a*}{?b}{&c}'];
    await teach({
      ...NO_RESOURCES,
      'resources/templates/list': [
        { result: { resourceTemplates: bad.map((uriTemplate) => ({ uriTemplate, name: 't' })) } },
      ],
    });
    const { templates } = await host.run('server.resources', { serverId });
    expect(templates.map(({ uriTemplate }) => uriTemplate)).toEqual(bad);
    for (const { uriTemplate, variables } of templates) {
      const values = Object.fromEntries(variables.map((name) => [name, 'v']));
      const expanding = host.run('resource.expand', { uriTemplate, values });
      await expanding.catch((error: unknown) => expect(error).toMatchObject({ code: 'RESOURCE_TEMPLATE_INVALID' }));
    }
  });

  test('with icons that are not shown say so in the log, once for each source and no more than twenty (S10, S12)', async () => {
    const { host, serverId, teach } = await startTaught();
    const icons = async (...sources: readonly string[]) => {
      const prompts = sources.map((src, index) => ({ name: `p${index}`, icons: [{ src }] }));
      await teach({ 'prompts/list': [{ result: { prompts } }] });
      await host.run('server.prompts', { serverId });
      for (const src of sources) expect(await host.run('icon.load', { serverId, src })).toEqual({});
      const lines = (await host.log(serverId)).filter(({ text }) => text.startsWith('An icon was not shown'));
      return lines.map(({ text }) => text.split(': ').at(-1));
    };
    const refused = [
      'https://evil.example/icon.png?token=12345',
      'javascript:alert(1)',
      'data:image/svg+xml;base64,PHN2Zy8+',
      'icon.png',
    ];
    const said = ['https://evil.example/…', 'javascript:…', 'data:…', 'no address'];
    expect(await icons(...refused, 'https://evil.example/other.png', 'data:image/png;base64,AAAA')).toEqual(said);
    const many = Array.from({ length: 50 }, (_, index) => `https://evil${index}.example/icon.png`);
    expect(await icons(...many)).toHaveLength(20);
  });
});
