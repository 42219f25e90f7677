/**
 * What access costs a call: a proof for every request, a token that is renewed on the way, and one that ends for many calls
 * at once.
 */
import type { ServerId } from '../../app/contract/ids.ts';
import { launchSignInServer, type SignInServer } from '../../main/testing/launchSignInServer.ts';
import type { HostClient } from '../fixtures/hostClient.ts';
import { latencies, median } from './figures.ts';
import type { Figure } from './figures.ts';
import { withHost } from './withHost.ts';

const WARM_UP = 200;
const CALLS = 1_000;
/** Of calls on one side before the other's turn. */
const CALLS_IN_TURN = 100;
const AT_ONCE = 100;
/** Seconds. What ends within half a minute is renewed before it is used. */
const ENDS_AT_ONCE_S = 30;
const LASTS_S = 3_600;

export async function benchSignIn(): Promise<Figure[]> {
  const [plain, proven] = [await launchSignInServer(), await launchSignInServer({ proof: true })];
  try {
    return await withHost(async (page) => {
      const bearer = await addMachine(page, plain);
      const bound = await addMachine(page, proven);
      return [
        await benchSigning(page, bearer, bound),
        await benchRenewal(page, plain, bearer),
        await benchOneRenewal(page),
      ];
    });
  } finally {
    await Promise.all([plain.stop(), proven.stop()]);
  }
}

async function addMachine(page: HostClient, server: SignInServer): Promise<ServerId> {
  const definition = { name: 'Notes', url: server.mcp, transport: 'streamable_http', headers: [] } as const;
  const { serverId } = await page.run('server.proposeRemote', { definition });
  const setup = {
    kind: 'client_secret',
    clientId: 'machine',
    clientSecret: 'the secret of machine',
    scope: 'read',
  } as const;
  await page.run('server.setSignIn', { serverId, setup });
  await page.run('server.start', { serverId }).catch(() => undefined);
  const decision = await page.waitFor('a decision to connect', ({ decisions }) =>
    decisions.filter((each) => each.kind === 'connect').find((each) => each.serverId === serverId),
  );
  await page.agree(decision);
  await page.waitForState(serverId, 'running');
  return serverId;
}

async function benchSigning(page: HostClient, bearer: ServerId, bound: ServerId): Promise<Figure> {
  const { value, baseline } = await sideBySide(
    () => page.call(bound, 'read'),
    () => page.call(bearer, 'read'),
  );
  return figure('a call with a token that is bound to a key, p50', value, baseline, 'without');
}

async function benchRenewal(page: HostClient, server: SignInServer, serverId: ServerId): Promise<Figure> {
  const renewed: number[] = [];
  const kept: number[] = [];
  for (let call = 0; call < CALLS / CALLS_IN_TURN; call += 1) {
    await server.set({ accessTtl: ENDS_AT_ONCE_S });
    await page.run('identity.refresh', { serverId });
    renewed.push(...(await latencies(() => page.call(serverId, 'read'), CALLS_IN_TURN / 10)));
    await server.set({ accessTtl: LASTS_S });
    await page.run('identity.refresh', { serverId });
    kept.push(...(await latencies(() => page.call(serverId, 'read'), CALLS_IN_TURN)));
  }
  return figure('a call that renews its token on the way, p50', median(renewed), median(kept), 'without');
}

/** Every call meets the end of the same token. */
async function benchOneRenewal(page: HostClient): Promise<Figure> {
  const server = await launchSignInServer();
  try {
    await server.set({ accessTtl: ENDS_AT_ONCE_S + 2 });
    const serverId = await addMachine(page, server);
    await server.set({ accessTtl: LASTS_S });
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const before = await tokenRequests(server);
    await Promise.all(Array.from({ length: AT_ONCE }, () => page.call(serverId, 'read')));
    const value = (await tokenRequests(server)) - before;
    const work = `renewals for ${AT_ONCE} calls at once whose token has ended`;
    return { work, value, unit: 'renewals', target: '1', met: value === 1 };
  } finally {
    await server.stop();
  }
}

async function tokenRequests(server: SignInServer): Promise<number> {
  return (await server.seen()).filter(({ pathname }) => pathname === '/token').length;
}

async function sideBySide(call: () => Promise<unknown>, base: () => Promise<unknown>) {
  for (const each of [call, base]) await latencies(each, WARM_UP);
  const value: number[] = [];
  const baseline: number[] = [];
  for (let round = 0; round < CALLS / CALLS_IN_TURN; round += 1) {
    value.push(...(await latencies(call, CALLS_IN_TURN)));
    baseline.push(...(await latencies(base, CALLS_IN_TURN)));
  }
  return { value: median(value), baseline: median(baseline) };
}

function figure(work: string, value: number, baseline: number, beside: string): Figure {
  return { work, value, unit: 'ms', baseline, target: `≤ ${beside} + 5 ms`, met: value <= baseline + 5 };
}
