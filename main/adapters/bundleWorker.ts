/**
 * The thread in which bundles are read: it does one job after the other.
 *
 * Being ended from outside is how a job is cancelled; so nothing here may leave a trace that the main thread does not know
 * of: the only folder written to is the one it named.
 */
import { parentPort } from 'node:worker_threads';
import { toErrorView, AppError } from '../../app/contract/errors.ts';
import { BundleFile } from './bundleFile.ts';
import type { BundleJob, JobResults, WorkerMessage } from './bundleJobs.ts';
import { openBundle, readBundleFile, unpackBundle, type OnRead } from './bundleWork.ts';

function send(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

async function run(job: BundleJob): Promise<JobResults[BundleJob['kind']]> {
  const path = job.kind === 'open' ? job.path : job.bundle.path;
  const file = new BundleFile(path);
  const onRead: OnRead = (doneBytes) => send({ kind: 'progress', doneBytes, totalBytes: file.sizeBytes });
  try {
    switch (job.kind) {
      case 'open':
        return { opened: await openBundle(file, path, onRead), stat: file.stat };
      case 'readFile':
        return await readBundleFile(file, job);
      case 'unpack':
        return await unpackBundle(file, job, onRead);
    }
  } finally {
    file.close();
  }
}

// Only the main thread's runner sends messages, which are jobs, the next one after an answer to the last.
parentPort?.on('message', (job: BundleJob) => {
  run(job).then(
    (result) => send({ kind: 'done', result }),
    (error: unknown) => {
      const bug =
        error instanceof AppError
          ? {}
          : { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
      send({ kind: 'failed', error: toErrorView(error), ...bug });
    },
  );
});
