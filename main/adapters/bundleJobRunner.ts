/**
 * Runs bundle jobs, each in a worker thread that it has to itself.
 *
 * A hostile bundle can exhaust or stall no job but its own: a thread whose job failed or was cancelled is ended. One that
 * did its job stays for a moment, since an install is several jobs, and starting a thread takes longer than some of them.
 * When it ends, its memory is given back.
 */
import { Worker } from 'node:worker_threads';
import { AppError, fromErrorView } from '../../app/contract/errors.ts';
import type { ReadOptions } from '../../app/ports/bundleReader.ts';
import { scriptPath } from '../scriptPath.ts';
import type { BundleJob, JobResults, WorkerMessage } from './bundleJobs.ts';

/** Memory of a job's objects. Enough for 100,000 entries; contents are not counted here, nor held. */
const MAX_HEAP_MB = 256;
/** Measured: with Node's default a bundle of 5,000 files took 230 MB over idle, with this 110 MB, in the same time. */
const YOUNG_HEAP_MB = 16;
/** How long a thread without a job stays. Measured: starting one, its code and the compiling of it take 150 ms. */
const SPARE_MS = 5_000;

export interface BundleJobs {
  /**
   * @throws {AppError} what the job throws, and `CALL_CANCELLED` when aborted; nothing of the job runs any more by then.
   */
  run<J extends BundleJob>(job: J, options?: Partial<ReadOptions>): Promise<JobResults[J['kind']]>;
  close(): Promise<void>;
}

export function createBundleJobs(): BundleJobs {
  const workers = createWorkers();
  return {
    async run<J extends BundleJob>(job: J, options: Partial<ReadOptions> = {}) {
      if (isAborted(options)) throw cancelled();
      const worker = workers.take();
      const end = (): void => void worker.terminate();
      options.signal?.addEventListener('abort', end);
      try {
        const answer = await answerOf(worker, job, options.onProgress);
        if (isAborted(options)) throw cancelled();
        workers.keep(worker);
        // The worker answers a job of this kind with a result of this kind.
        return answer as JobResults[J['kind']];
      } finally {
        options.signal?.removeEventListener('abort', end);
      }
    },
    close: () => workers.close(),
  };
}

/** All worker threads there are, at most one of them without a job. */
function createWorkers() {
  const all = new Set<Worker>();
  let spare: Worker | undefined;
  let ending: NodeJS.Timeout | undefined;
  let closed = false;

  const start = (): Worker => {
    const worker = new Worker(scriptPath('bundleWorker'), {
      // Flags of the process are about its own main script.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
    });
    all.add(worker);
    worker.on('exit', () => all.delete(worker));
    // Without a listener it would end the host; the job that it concerns hears of it too.
    worker.on('error', () => undefined);
    return worker;
  };

  return {
    take(): Worker {
      clearTimeout(ending);
      const worker = spare ?? start();
      spare = undefined;
      worker.ref();
      return worker;
    },
    /** Gives back a worker whose job is done. */
    keep(worker: Worker): void {
      if (closed || spare !== undefined) return void worker.terminate();
      spare = worker;
      worker.unref();
      ending = setTimeout(() => {
        spare = undefined;
        void worker.terminate();
      }, SPARE_MS).unref();
    },
    async close(): Promise<void> {
      closed = true;
      clearTimeout(ending);
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

/** Fails only when the worker is gone, so that whoever removes its folder has it for themselves. */
function answerOf(worker: Worker, job: BundleJob, onProgress: ReadOptions['onProgress']): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let failure: Error = cancelled();
    const onMessage = (message: WorkerMessage): void => {
      if (message.kind === 'progress') onProgress?.(message.doneBytes, message.totalBytes);
      else if (message.kind === 'done') {
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        resolve(message.result);
      } else {
        failure = message.bug === undefined ? fromErrorView(message.error) : new Error(message.bug);
        void worker.terminate();
      }
    };
    const onError = (error: Error & { readonly code?: string }): void => {
      failure = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge(error) : error;
    };
    const onExit = (): void => reject(failure);
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(job);
  });
}

function isAborted({ signal }: Partial<ReadOptions>): boolean {
  return signal?.aborted === true;
}

function cancelled(): AppError {
  return new AppError('CALL_CANCELLED', 'Reading the bundle was cancelled.');
}

function tooLarge(cause: Error): AppError {
  return new AppError('BUNDLE_TOO_LARGE', 'Reading the bundle takes too much memory.', { cause });
}
