// On the SDK for 2025-11-25: its one tool adds another, of which the SDK tells its client by itself.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';

const server = new McpServer({ name: 'growing', version: '1.0.0' });
const done = { content: [{ type: 'text', text: 'grown' }] };
server.registerTool('grow', { description: 'Adds a tool.' }, () => {
  server.registerTool('grown', { description: 'Was added.' }, () => done);
  return done;
});
await server.connect(new StdioServerTransport());
