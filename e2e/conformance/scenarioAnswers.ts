/**
 * What a person would have to know about single scenarios of the suite: arguments nobody could guess. The only place
 * where a scenario is named.
 */
import { z } from 'zod';
import type { IdentityProviderSetup, SignInSetup } from '../../app/contract/authorization.ts';
import type { ToolView } from '../../app/contract/servers.ts';

interface WantedCall {
  readonly toolName: string;
  readonly arguments: Record<string, unknown>;
}

/** Calls that the scenario wants in the place of one call of every tool. */
type Wants = (tools: readonly ToolView[]) => readonly WantedCall[];

const wants: Readonly<Record<string, Wants>> = {
  // The server is handed back the schema that it listed, to see what became of it.
  'json-schema-2020-12-preservation': (tools) =>
    tools
      .filter(({ name }) => name === 'json_schema_2020_12_tool')
      .map(({ inputSchema }) => ({ toolName: 'json_schema_echo', arguments: { schema: inputSchema } })),
};

/** What the suite hands to a driver besides the address (`MCP_CONFORMANCE_CONTEXT`). */
const context = z.looseObject({
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
  /** Of the authorization server that the client is known to. */
  issuer: z.string().optional(),
  private_key_pem: z.string().optional(),
  signing_algorithm: z.enum(['ES256', 'RS256', 'PS256', 'EdDSA']).optional(),
  /** Of whoever is signed in at the identity provider. */
  idp_client_id: z.string().optional(),
  idp_id_token: z.string().optional(),
  idp_issuer: z.string().optional(),
  /** A workload's, from its platform. */
  valid_jwt: z.string().optional(),
  toolCalls: z.array(z.looseObject({ name: z.string(), arguments: z.record(z.string(), z.unknown()) })).optional(),
});

/** Where the suite looks for the document that introduces a client; nothing is there, and nobody fetches it. */
export const CLIENT_METADATA_URL = 'https://conformance-test.local/client-metadata.json';

/** The credentials that the scenario hands out, as a person would enter them. */
export function signInSetup(env: NodeJS.ProcessEnv): SignInSetup | undefined {
  const given = context.parse(JSON.parse(env['MCP_CONFORMANCE_CONTEXT'] ?? '{}'));
  const { client_id: clientId, client_secret: clientSecret, issuer, private_key_pem: privateKey } = given;
  if (clientId === undefined) return undefined;
  if (given.valid_jwt !== undefined) return { kind: 'workload', assertion: given.valid_jwt };
  if (given.idp_issuer !== undefined) {
    return { kind: 'enterprise', clientId, ...(clientSecret === undefined ? {} : { clientSecret }) };
  }
  if (privateKey !== undefined) {
    return { kind: 'private_key_jwt', clientId, privateKey, algorithm: given.signing_algorithm ?? 'ES256' };
  }
  if (clientSecret === undefined) return undefined;
  return issuer === undefined
    ? { kind: 'client_secret', clientId, clientSecret }
    : { kind: 'person', clientId, clientSecret, issuer };
}

/** Where the person is signed in already, as a program of their organisation would hand it over. */
export function providerSetup(env: NodeJS.ProcessEnv): IdentityProviderSetup | undefined {
  const given = context.parse(JSON.parse(env['MCP_CONFORMANCE_CONTEXT'] ?? '{}'));
  const { idp_issuer: issuer, idp_client_id: clientId, idp_id_token: idToken } = given;
  return issuer === undefined || clientId === undefined || idToken === undefined
    ? undefined
    : { issuer, clientId, idToken };
}

/** `undefined` where the scenario says nothing: then every tool is called with arguments made from its schema. */
export function wantedCalls(env: NodeJS.ProcessEnv, tools: readonly ToolView[]): readonly WantedCall[] | undefined {
  const { toolCalls } = context.parse(JSON.parse(env['MCP_CONFORMANCE_CONTEXT'] ?? '{}'));
  if (toolCalls !== undefined)
    return toolCalls.map(({ name, ...call }) => ({ toolName: name, arguments: call.arguments }));
  return wants[env['MCP_CONFORMANCE_SCENARIO'] ?? '']?.(tools);
}
