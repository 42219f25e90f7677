/**
 * The tour: a server with one tool for each thing a tool can do. It touches nothing outside its own process.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { deflateSync, crc32 } from 'node:zlib';
import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';

const STEP_MS = 400;

function createTour(): McpServer {
  const server = new McpServer({ name: 'gatehouse-tour', title: 'Gatehouse Tour', version: '1.0.0' });

  server.registerTool(
    'greet',
    {
      title: 'Greet somebody',
      description: 'Says hello.',
      inputSchema: z.object({ name: z.string().min(1).describe('Whom to greet') }),
      annotations: { readOnlyHint: true },
    },
    ({ name }) => ({ content: [{ type: 'text', text: `Hello, ${name}. Nothing ran before you agreed to it.` }] }),
  );

  server.registerTool(
    'count',
    {
      title: 'Count slowly',
      description:
        'Counts up, a little under half a second a step, and says how far it is. Cancel it whenever you like.',
      inputSchema: z.object({ to: z.number().int().min(1).max(100).default(10).describe('How far to count') }),
      annotations: { readOnlyHint: true },
    },
    async ({ to }, context) => {
      const { signal, _meta, notify } = context.mcpReq;
      const progressToken = _meta?.progressToken;
      for (let step = 1; step <= to; step += 1) {
        await sleep(STEP_MS, undefined, { signal });
        if (progressToken === undefined) continue;
        const params = { progressToken, progress: step, total: to, message: `${step} of ${to}` };
        await notify({ method: 'notifications/progress', params });
      }
      return { content: [{ type: 'text', text: `Counted to ${to}.` }] };
    },
  );

  server.registerTool(
    'roll_dice',
    {
      title: 'Roll dice',
      description: 'Rolls dice and returns numbers that a program can check.',
      inputSchema: z.object({
        dice: z.number().int().min(1).max(20).default(2),
        sides: z.enum(['6', '8', '12', '20']).default('6'),
      }),
      outputSchema: z.object({ rolls: z.array(z.number().int()), sum: z.number().int() }),
      annotations: { readOnlyHint: true },
    },
    ({ dice, sides }) => {
      const rolls = Array.from({ length: dice }, () => 1 + Math.floor(Math.random() * Number(sides)));
      const result = { rolls, sum: rolls.reduce((sum, roll) => sum + roll, 0) };
      return { content: [{ type: 'text', text: JSON.stringify(result) }], structuredContent: result };
    },
  );

  server.registerTool(
    'draw',
    {
      title: 'Draw a picture',
      description: 'Draws a square that goes from one colour to another.',
      inputSchema: z.object({ sizePixels: z.number().int().min(16).max(256).default(128) }),
      annotations: { readOnlyHint: true },
    },
    ({ sizePixels }) => ({
      content: [{ type: 'image', data: gradient(sizePixels).toString('base64'), mimeType: 'image/png' }],
    }),
  );

  server.registerTool(
    'fail',
    { title: 'Fail on purpose', description: 'Answers that it failed.', inputSchema: z.object({}) },
    () => ({ content: [{ type: 'text', text: 'This tool always fails. Nothing is broken.' }], isError: true }),
  );

  return server;
}

/** A PNG of `size` by `size` pixels (PNG specification, colour type 2). */
function gradient(size: number): Buffer {
  const rows = Buffer.alloc(size * (1 + size * 3));
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const share = (x + y) / (2 * size);
      rows.set([20 + 20 * share, 90 + 90 * share, 110 + 60 * share], y * (1 + size * 3) + 1 + x * 3);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

serveStdio(createTour);
