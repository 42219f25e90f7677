/**
 * Runs bundle jobs, each in a worker thread of its own.
 *
 * A thread for each job rather than one that stays: starting one takes a few tens of milliseconds, a hostile bundle can
 * exhaust or stall no job but its own, and when it ends, its memory is given back.
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

export interface BundleJobs {
  /** @throws {AppError} what the job throws, and `CALL_CANCELLED` when aborted; the worker has ended by then. */
  run<J extends BundleJob>(job: J, options?: Partial<ReadOptions>): Promise<JobResults[J['kind']]>;
  close(): Promise<void>;
}

export function createBundleJobs(): BundleJobs {
  const workers = new Set<Worker>();
  return {
    async run<J extends BundleJob>(job: J, options: Partial<ReadOptions> = {}) {
      if (isAborted(options)) throw cancelled();
      const worker = new Worker(scriptPath('bundleWorker'), {
        workerData: job,
        // Flags of the process are about its own main script.
        execArgv: [],
        resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
      });
      workers.add(worker);
      const end = (): void => void worker.terminate();
      options.signal?.addEventListener('abort', end);
      try {
        const answer = await answerOf(worker, options.onProgress);
        if (isAborted(options)) throw cancelled();
        // The worker answers a job of this kind with a result of this kind.
        return answer as JobResults[J['kind']];
      } finally {
        options.signal?.removeEventListener('abort', end);
        workers.delete(worker);
      }
    },
    async close() {
      await Promise.all([...workers].map((worker) => worker.terminate()));
    },
  };
}

/** Settles only when the worker is gone, so that whoever removes its folder has it for themselves. */
function answerOf(worker: Worker, onProgress: ReadOptions['onProgress']): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let answer: () => void = () => reject(cancelled());
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'progress') onProgress?.(message.doneBytes, message.totalBytes);
      else if (message.kind === 'done') answer = () => resolve(message.result);
      else answer = () => reject(message.bug === undefined ? fromErrorView(message.error) : new Error(message.bug));
    });
    worker.on('error', (error: Error & { readonly code?: string }) => {
      answer = () => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge(error) : error);
    });
    worker.on('exit', () => answer());
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
