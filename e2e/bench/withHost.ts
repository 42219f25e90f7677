/**
 * A host for one bench, and a page to drive it; both gone afterwards.
 */
import { HostClient } from '../fixtures/hostClient.ts';
import { removeFolder, startHostProcess } from '../fixtures/hostProcess.ts';

/** @param bench `pid` is the host's. */
export async function withHost<T>(bench: (page: HostClient, pid: number) => Promise<T>): Promise<T> {
  const hostProcess = await startHostProcess();
  const page = await HostClient.open(hostProcess.link);
  try {
    return await bench(page, hostProcess.pid);
  } finally {
    page.close();
    await hostProcess.stop();
    await removeFolder(hostProcess.dataDir);
  }
}
