// On the SDK for 2026-07-28, which tells only those that listen.
import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';

const done = { content: [{ type: 'text', text: 'grown' }] };
serveStdio(() => {
  const server = new McpServer({ name: 'growing', version: '1.0.0' });
  server.registerTool('grow', { description: 'Adds a tool.' }, () => {
    server.registerTool('grown', { description: 'Was added.' }, () => done);
    return done;
  });
  return server;
});
