/**
 * Quitting: asked about while calls run, in order, and at most ten seconds long.
 *
 * Every way to quit ends in `app.exit`, since Electron's own way closes the window before servers had time to stop.
 */
import type { MessageBoxOptions } from 'electron';
import type { Clock } from '../../app/ports/clock.ts';
import type { Host } from '../../app/hostInterface.ts';
import { runningWords } from '../runningWords.ts';
import type { RunningWords } from '../runningWords.ts';
import type { ElectronModules } from './electronModules.ts';

/** How long servers and stores get to end, milliseconds. Choice: as long as the loopback shell gives. */
const CLOSE_LIMIT_MS = 10_000;
const EXIT_CLOSED_LATE = 1;

export interface QuitOptions {
  readonly app: Pick<ElectronModules['app'], 'exit' | 'on'>;
  readonly host: Pick<Host, 'endsWithQuit' | 'onQuitRequested'>;
  readonly clock: Clock;
  /** Shows a question over the window, if there is one; answers the index of the button. */
  readonly ask: (question: MessageBoxOptions) => Promise<number>;
  /** Stops servers and closes the stores. */
  readonly close: () => Promise<void>;
  readonly logBug: (error: unknown) => void;
}

/** From here on `app.quit()` asks where there is something to ask about, closes everything, then exits. */
export function quitInOrder({ app, host, clock, ask, close, logBug }: QuitOptions): void {
  let asking = false;
  let ending = false;

  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    const late = clock.after(CLOSE_LIMIT_MS, () => app.exit(EXIT_CLOSED_LATE));
    try {
      await close();
      app.exit(0);
    } catch (error) {
      logBug(error);
      app.exit(EXIT_CLOSED_LATE);
    } finally {
      late();
    }
  };

  const askFirst = async (running: RunningWords): Promise<void> => {
    asking = true;
    try {
      if ((await ask(quitQuestion(running))) === QUIT_BUTTON) await end();
    } finally {
      asking = false;
    }
  };

  app.on('before-quit', (event) => {
    event.preventDefault();
    if (asking || ending) return;
    const running = runningWords(host.endsWithQuit());
    (running === undefined ? end() : askFirst(running)).catch(logBug);
  });
  // The page has asked already.
  host.onQuitRequested(() => void end()); // It catches everything itself.
}

const QUIT_BUTTON = 0;
const KEEP_BUTTON = 1;

function quitQuestion({ text, isOne }: RunningWords): MessageBoxOptions {
  return {
    type: 'question',
    title: 'Quit Gatehouse?',
    message: `${text} ${isOne ? 'is' : 'are'} still running.`,
    detail: 'Quitting ends this and stops every server. Tasks of remote servers are followed again at the next start.',
    buttons: ['Quit', 'Keep running'],
    defaultId: KEEP_BUTTON,
    cancelId: KEEP_BUTTON,
    noLink: true,
  };
}
