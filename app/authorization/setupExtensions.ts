/**
 * The extensions of MCP that a way to sign in belongs to: declared where somebody chose it, and off everywhere else.
 *
 * @see MCP 2026-07-28 basic/extensions; SEP-1046, SEP-990, SEP-1933
 */
import type { SignInKind, SignInSetup } from '../contract/authorization.ts';
import type { ClientSide } from '../input/clientSide.ts';

const EXTENSIONS: Readonly<Record<SignInKind, string | undefined>> = {
  person: undefined,
  client_secret: 'io.modelcontextprotocol/oauth-client-credentials',
  private_key_jwt: 'io.modelcontextprotocol/oauth-client-credentials',
  enterprise: 'io.modelcontextprotocol/enterprise-managed-authorization',
  workload: 'io.modelcontextprotocol/auth/wif',
};

export function declaring(setup: SignInSetup | undefined, clientSide: ClientSide): ClientSide {
  const extension = setup === undefined ? undefined : EXTENSIONS[setup.kind];
  if (extension === undefined) return clientSide;
  const { capabilities } = clientSide;
  const extensions = { ...capabilities.extensions, [extension]: {} };
  return { ...clientSide, capabilities: { ...capabilities, extensions } };
}
