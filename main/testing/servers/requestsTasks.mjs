// A server of 2025-11-25 on the official SDK that asks for what it wants to know by tasks of its client, over stdio. With a
// version as its argument it speaks that older one.
import process from 'node:process';
import {
  InMemoryTaskMessageQueue,
  InMemoryTaskStore,
} from '@modelcontextprotocol/sdk/experimental/tasks/stores/in-memory.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

const taskStore = new InMemoryTaskStore();
const mcp = new McpServer(
  { name: 'requests-tasks', version: '1.0.0' },
  {
    capabilities: { tasks: { list: {}, cancel: {}, requests: { tools: { call: {} } } } },
    taskStore,
    taskMessageQueue: new InMemoryTaskMessageQueue(),
    defaultTaskPollInterval: 100,
  },
);
const { server } = mcp;
const LONG = { timeout: 600_000 };
const form = {
  mode: 'form',
  message: 'Who are you?',
  requestedSchema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
};
const prompt = { messages: [{ role: 'user', content: { type: 'text', text: 'Say hello.' } }], maxTokens: 100 };
const text = (value) => ({ content: [{ type: 'text', text: JSON.stringify(value) }] });

/** One request as it is, and all of its answer. The call is over with it, and what became a task goes on. */
mcp.registerTool('request', { inputSchema: { method: z.string(), params: z.any() } }, async ({ method, params }) => {
  try {
    return text({ result: await server.request({ method, params }, z.looseObject({}), LONG) });
  } catch ({ code, message, data }) {
    return text({ error: { code, message, data } });
  }
});

/** The SDK's own way to follow a task of its client to its end. */
const follow = async (stream) => {
  const heard = [];
  for await (const { type, task, result, error } of stream) {
    heard.push({ type, status: task?.status, result, error: error?.message });
  }
  return text(heard);
};
mcp.registerTool('follow_form', {}, () =>
  follow(server.experimental.tasks.elicitInputStream(form, { ...LONG, task: { ttl: 60_000 } })),
);
mcp.registerTool('follow_sampling', {}, () =>
  follow(server.experimental.tasks.createMessageStream(prompt, { ...LONG, task: { ttl: 60_000 } })),
);
mcp.registerTool('capabilities', {}, () => text(server.getClientCapabilities() ?? {}));

const [, , version] = process.argv;
const transport = new StdioServerTransport();
if (version !== undefined) {
  const send = transport.send.bind(transport);
  transport.send = (message) =>
    send(
      message.result?.protocolVersion === undefined
        ? message
        : { ...message, result: { ...message.result, protocolVersion: version } },
    );
}
await mcp.connect(transport);
