/**
 * A provider of models on 127.0.0.1 that speaks the two wire formats Gatehouse knows: OpenAI's chat completions and
 * Anthropic's messages, both streamed. It checks the key, keeps what it was sent, and behaves as the model's name says.
 */
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { anthropicEvents, openAiEvents } from './modelWire.ts';
import type { ModelAnswer } from './modelWire.ts';

export const MODEL_KEY = 'key-for-tests-5f1d0c';

/** What a model of this name does. */
export const MODELS = {
  /** Writes one sentence. */
  writes: 'writes',
  /** Writes on until nobody reads any more. */
  endless: 'endless',
  /** Far more than anybody asked for, without an end. */
  floods: 'floods',
  /** Reaches the limit of tokens. */
  long: 'long',
  /** Uses every tool that is offered, until it has results. */
  usesTools: 'uses-tools',
  /** Uses a tool with arguments that are no JSON. */
  garblesTools: 'garbles-tools',
  /** Uses a tool nobody offered. */
  inventsTools: 'invents-tools',
  /** 500, every time. */
  fails: 'fails',
  /** 500 the first time. */
  failsOnce: 'fails-once',
  /** 403 with the key in its words. */
  quotesKey: 'quotes-key',
  /** Drops the connection in the middle of a sentence. */
  cuts: 'cuts',
  /** Ends the answer without saying so. */
  stops: 'stops',
  /** A web page instead of an answer. */
  nonsense: 'nonsense',
  /** Sends the request on to another address. */
  redirects: 'redirects',
} as const;

const requestBody = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string() })),
  tools: z.array(z.looseObject({})).optional(),
});
export type ModelRequestBody = z.infer<typeof requestBody>;

export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: ModelRequestBody;
}

export interface ModelServer {
  /** As a person types it, for both kinds of provider. */
  readonly baseUrl: string;
  readonly received: readonly ReceivedRequest[];
  /** Answers whose reader went away before they were written. */
  readonly abandoned: number;
  close(): Promise<void>;
}

/** @param redirectTo Where `redirects` points. */
export async function startModelServer(options: { readonly redirectTo?: string } = {}): Promise<ModelServer> {
  const received: ReceivedRequest[] = [];
  let abandoned = 0;
  const server = createServer((request, response) => {
    response.on('close', () => {
      if (!response.writableFinished) abandoned += 1;
    });
    answer(request, response, received, options.redirectTo).catch((error: unknown) => response.destroy(toError(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // An address of TCP is an object.
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    received,
    get abandoned() {
      return abandoned;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  received: ReceivedRequest[],
  redirectTo = '',
): Promise<void> {
  const { url: path = '', headers } = request;
  const body = requestBody.parse(JSON.parse(await textOf(request)));
  received.push({ path, headers, body });
  const given = headers.authorization?.replace(/^Bearer /, '') ?? headers['x-api-key'];
  if (given !== MODEL_KEY) {
    refuse(response, 401, `No such key: ${String(given)}`);
    return;
  }
  switch (body.model) {
    case MODELS.fails: {
      refuse(response, 500, 'Out of order');
      return;
    }
    case MODELS.failsOnce:
      if (received.length === 1) {
        refuse(response, 500, 'Out of order');
        return;
      }
      break;
    case MODELS.quotesKey: {
      refuse(response, 403, `The key ${given} may not use this model`);
      return;
    }
    case MODELS.nonsense:
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Welcome</title>');
      return;
    case MODELS.redirects:
      response.writeHead(307, { location: redirectTo }).end();
      return;
    default:
  }
  await write(response, path.endsWith('/messages') ? anthropicEvents : openAiEvents, answerTo(body));
}

/** As both providers write their errors. */
function refuse(response: ServerResponse, status: number, message: string): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'retry-after-ms': '1' })
    .end(JSON.stringify({ type: 'error', error: { type: 'refused', message } }));
}

function answerTo({ model, tools = [], messages }: ModelRequestBody): ModelAnswer {
  const hasResults =
    JSON.stringify(messages).includes('"tool_call_id"') || JSON.stringify(messages).includes('tool_result');
  const names = tools.map((tool) => nameOf(tool));
  switch (model) {
    case MODELS.endless:
      return { words: endlessly('and '), end: 'stop' };
    case MODELS.floods:
      return { words: endlessly('and '.repeat(50_000)), end: 'stop' };
    case MODELS.long:
      return { words: ['Once ', 'upon ', 'a'], end: 'length' };
    case MODELS.cuts:
      return { words: ['Paris ', 'is '], end: 'cut' };
    case MODELS.stops:
      return { words: ['Paris ', 'is '], end: 'nothing' };
    case MODELS.usesTools:
      if (hasResults) break;
      return {
        words: ['Let me look.'],
        uses: names.map((name) => ({ name, input: '{"city":"Paris"}' })),
        end: 'tools',
      };
    case MODELS.garblesTools:
      return { words: [], uses: names.map((name) => ({ name, input: '{"city":' })), end: 'tools' };
    case MODELS.inventsTools:
      return { words: [], uses: [{ name: 'delete_everything', input: '{}' }], end: 'tools' };
    default:
  }
  return { words: ['Paris ', 'is ', 'the ', 'capital ', 'of ', 'France.'], end: 'stop' };
}

async function write(
  response: ServerResponse,
  toEvents: (answer: ModelAnswer) => Iterable<string>,
  modelAnswer: ModelAnswer,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of toEvents(modelAnswer)) {
    if (response.destroyed) return;
    response.write(event);
    await delay(5);
  }
  if (modelAnswer.end === 'cut') response.destroy();
  else response.end();
}

function* endlessly(word: string): Generator<string> {
  for (;;) yield word;
}

const namedTool = z.union([
  z.looseObject({ name: z.string() }),
  z.looseObject({ function: z.looseObject({ name: z.string() }) }).transform(({ function: { name } }) => ({ name })),
]);

function nameOf(tool: unknown): string {
  return namedTool.parse(tool).name;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(z.instanceof(Buffer).parse(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
