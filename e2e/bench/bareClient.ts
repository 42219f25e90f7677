/**
 * The bare SDK client, on its own transport: what the host is measured against.
 */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

export interface BareServer {
  readonly client: Client;
  readonly close: () => Promise<void>;
}

export async function startBare(command: string, args: readonly string[]): Promise<BareServer> {
  const client = new Client({ name: 'bare', version: '1.0.0' });
  await client.connect(new StdioClientTransport({ command, args: [...args], stderr: 'ignore' }));
  await client.listTools();
  return { client, close: () => client.close() };
}

export async function connectBare(url: string): Promise<BareServer> {
  const client = new Client({ name: 'bare', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  await client.listTools();
  return { client, close: () => client.close() };
}
