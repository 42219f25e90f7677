import { describe, expect, test } from 'vitest';
import { capabilityRows, extensionRows } from './capabilityRows.ts';

describe('capabilityRows', () => {
  test('known capabilities are explained, with what their members add', () => {
    const [resources] = capabilityRows('server', { resources: { subscribe: true, listChanged: false } });
    expect(resources).toEqual({
      name: 'resources',
      words: 'Resources that can be read.',
      details: ['It can say when a watched resource changes.'],
    });
  });

  test('an empty object says that a way is there', () => {
    const [elicitation] = capabilityRows('client', { elicitation: { url: {} } });
    expect(elicitation?.details).toEqual(['By an address you may open.']);
  });

  test.each([
    ['an unknown name', { 'x-cats': { many: 9 } }, { name: 'x-cats', details: [], rest: { many: 9 } }],
    ['a name every object has', { constructor: {} }, { name: 'constructor', details: [] }],
  ])('%s stays as it was sent', (_name, capabilities, row) => {
    expect(capabilityRows('server', capabilities)).toEqual([row]);
  });

  test('what is not explained in a known one stays as it was sent', () => {
    const [tools, logging] = capabilityRows('server', { tools: { fast: true }, logging: 'yes' });
    expect(tools?.rest).toEqual({ fast: true });
    expect(logging?.rest).toBe('yes');
  });

  test('extensions are no capability among others', () => {
    expect(capabilityRows('server', { extensions: { a: {} } })).toEqual([]);
  });
});

test('extensions are told by their ids, known or not', () => {
  const rows = extensionRows({ extensions: { 'io.modelcontextprotocol/tasks': {}, 'com.example/x': { level: 2 } } });
  expect(rows).toEqual([
    { name: 'io.modelcontextprotocol/tasks', details: [], words: 'Tasks: calls can go on in the background.' },
    { name: 'com.example/x', details: [], rest: { level: 2 } },
  ]);
  expect(extensionRows({ extensions: 'all' })).toEqual([]);
});
