/**
 * `gatehouse serve`: a host with the loopback shell around it, from taking the data folder to letting it go.
 *
 * The host stays when the last page is closed. It ends with ^C, which has to be pressed twice while calls run, with
 * SIGTERM, or with the page's own Quit.
 */
import { join, resolve } from 'node:path';
import type { Host } from '../../app/hostInterface.ts';
import { isInstallLink } from '../../app/imports/links/gatehouseLink.ts';
import { systemClock } from '../adapters/clock.ts';
import { builtFile } from '../builtFile.ts';
import { defaultDataDir, prepareDataDir } from '../dataDir.ts';
import { runningWords } from '../runningWords.ts';
import { acquireInstance, type HandoverAnswer, type HandoverRequest } from '../singleInstance.ts';
import { findBrowser, openWindow } from './openBrowser.ts';
import { serveLoopback, type Loopback } from './serveLoopback.ts';
import { processTerminal, type Terminal } from './terminal.ts';

/** How long servers and stores get to end, milliseconds, before the process ends regardless. */
const CLOSE_LIMIT_MS = 10_000;
/** Ended by SIGINT, as shells write it: 128 + 2. */
const EXIT_INTERRUPTED = 130;
const EXIT_CLOSED_LATE = 1;

export interface ServeRequest {
  /** 0 for any free one. */
  readonly port: number;
  readonly dataDir?: string | undefined;
  /** Whether to open a browser where there is one. */
  readonly open: boolean;
  /** A bundle to open, or an install link. */
  readonly file?: string | undefined;
  /** The built page, where it isn't the one in `out/`. */
  readonly pageDir?: string | undefined;
}

/** Puts a host together; `main/composeHost.ts` does. */
export type ComposeHost = (options: {
  readonly dataDir: string;
  readonly shell: 'loopback';
}) => Promise<{ readonly host: Host; readonly close: () => Promise<void> }>;

interface Running {
  readonly host: Host;
  readonly loopback: Loopback;
  readonly close: () => Promise<void>;
}

/**
 * Resolves once the page can be opened, or once a Gatehouse that was running already has taken the request over.
 *
 * @throws {StartProblem}
 */
export async function serve(
  request: ServeRequest,
  compose: ComposeHost,
  terminal: Terminal = processTerminal(),
): Promise<void> {
  const dataDir = await prepareDataDir(request.dataDir ?? defaultDataDir());
  const handed = handoverOf(request);
  const starting = Promise.withResolvers<Running>();
  const instance = await acquireInstance(dataDir, handed, async (later) => takeOver(await starting.promise, later));
  const browser = request.open ? findBrowser() : undefined;
  const show = ({ links: [printed, opened] }: HandoverAnswer): void => {
    if (printed === undefined) terminal.note('Gatehouse runs already; its window shows itself.');
    else terminal.print(`Gatehouse is at ${printed}`);
    if (browser !== undefined && opened !== undefined) openWindow(browser, opened, join(dataDir, 'browser'));
  };
  if (instance.kind === 'second') {
    show(instance.answer);
    return;
  }

  try {
    const running = await start(request, dataDir, compose, terminal);
    starting.resolve(running);
    show(await takeOver(running, handed));
    terminal.onEnter(() => terminal.print(`Gatehouse is at ${running.loopback.link()}`));
    endOnRequest(running, instance.release, terminal);
  } catch (error) {
    starting.promise.catch(() => undefined); // Nobody may be waiting for it.
    starting.reject(error);
    await instance.release();
    throw error;
  }
}

function handoverOf({ file }: ServeRequest): HandoverRequest {
  if (file === undefined) return {};
  return isInstallLink(file) ? { link: file } : { file: resolve(file) };
}

async function start(
  { port, pageDir = builtFile('renderer') }: ServeRequest,
  dataDir: string,
  compose: ComposeHost,
  terminal: Terminal,
): Promise<Running> {
  const composed = await compose({ dataDir, shell: 'loopback' });
  try {
    const { host } = composed;
    const { note, noteBug } = terminal;
    const loopback = await serveLoopback({ host, clock: systemClock, pageDir, port, log: note, logBug: noteBug });
    return {
      host,
      loopback,
      async close() {
        await loopback.close();
        await composed.close();
      },
    };
  } catch (error) {
    await composed.close();
    throw error;
  }
}

/** Does what a start asked for, this one or a later one. What is refused is shown on the page, with the reason. */
async function takeOver({ host, loopback }: Running, { file, link }: HandoverRequest): Promise<HandoverAnswer> {
  if (file !== undefined) await host.openFile(file);
  if (link !== undefined) host.openLink(link);
  return { links: [loopback.link(), loopback.link()] };
}

function endOnRequest({ host, close }: Running, release: () => Promise<void>, terminal: Terminal): void {
  let ending = false;
  const end = async (): Promise<void> => {
    const late = systemClock.after(CLOSE_LIMIT_MS, () => terminal.exit(EXIT_CLOSED_LATE));
    await close();
    await release();
    late();
    terminal.exit(0);
  };
  const endOnce = (): void => {
    if (ending) return;
    ending = true;
    end().catch((error: unknown) => {
      terminal.noteBug(error);
      terminal.exit(EXIT_CLOSED_LATE);
    });
  };
  host.onQuitRequested(endOnce);
  terminal.onTerminate(endOnce);
  let warned = false;
  terminal.onInterrupt(() => {
    const running = runningWords(host.endsWithQuit());
    if (ending) terminal.exit(EXIT_INTERRUPTED);
    else if (running === undefined || warned) endOnce();
    else {
      warned = true;
      const [are, them] = running.isOne ? ['is', 'it'] : ['are', 'them'];
      terminal.note(`${running.text} ${are} running. Press Ctrl+C again to end ${them} and quit.`);
    }
  });
}
