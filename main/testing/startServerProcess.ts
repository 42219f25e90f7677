/**
 * One of our servers over HTTP, as a process of its own on 127.0.0.1, that ends with the test.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';

const announced = z.object({ port: z.number() });
const seenRequests = z.array(
  z.object({
    method: z.string(),
    pathname: z.string(),
    headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  }),
);

export interface HttpServer {
  readonly origin: string;
  /** Requests it got, oldest first. */
  seen(): Promise<z.infer<typeof seenRequests>>;
  /** Makes it forget all sessions. */
  forget(): Promise<void>;
  stop(): Promise<void>;
}

/** @param name Of a script in `servers/`. @param args After `http`. */
export async function startServerProcess(name: string, ...args: string[]): Promise<HttpServer> {
  const script = join(import.meta.dirname, `servers/${name}.mjs`);
  const child = spawn(process.execPath, [script, 'http', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
  };
  onTestFinished(stop);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { port } = announced.parse(JSON.parse(line.toString()));
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    seen: async () => seenRequests.parse(await (await fetch(`${origin}/seen`)).json()),
    forget: async () => {
      await fetch(`${origin}/forget`);
    },
    stop,
  };
}
