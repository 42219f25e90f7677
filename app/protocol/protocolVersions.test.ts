import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/client';
import { expect, test } from 'vitest';
import { PROTOCOL_VERSIONS } from '../contract/protocolVersions.ts';

/** The one version of the modern era; the SDK does not tell which it knows. */
const MODERN = '2026-07-28';

test('the versions a person is told of are those that are spoken', () => {
  expect(PROTOCOL_VERSIONS).toEqual([MODERN, ...SUPPORTED_PROTOCOL_VERSIONS]);
});
