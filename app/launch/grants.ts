/**
 * The recorded agreements: for each server the one plan a person agreed to.
 *
 * SECURITY(S6): each is stored with an HMAC over all of it, its server's id included, under a key that is not in the
 * store. A grant edited by hand, copied to another server or left from another key counts for nothing and says so
 * (`invalid`); it never throws, so a broken one can't keep anybody from being asked again.
 */
import { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import { serverId as serverIdSchema, sha256, timestampMs, type ServerId, type Sha256 } from '../contract/ids.ts';
import { isRemotePlan, serverPlan, type ServerPlan } from '../contract/plan.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConfigStore } from '../ports/configStore.ts';
import type { Digest } from '../ports/digest.ts';
import type { Fingerprint } from '../ports/fingerprints.ts';
import { canonicalJson } from '../contract/canonicalJson.ts';
import { planDigest } from './planDigest.ts';

/**
 * Of the files as they were when the plan was shown, so that a launch hashes only what has changed since. A remote server
 * has none.
 */
export interface PlanFingerprints {
  readonly command?: Fingerprint;
  readonly tree?: Fingerprint;
}

export type FoundGrant =
  | { readonly kind: 'none' }
  | { readonly kind: 'invalid' }
  | {
      readonly kind: 'agreed';
      readonly plan: ServerPlan;
      readonly digest: Sha256;
      readonly fingerprints: PlanFingerprints;
      readonly agreedAtMs: number;
    };

export interface NewGrant {
  readonly serverId: ServerId;
  readonly plan: ServerPlan;
  /** What the person's answer named. */
  readonly digest: Sha256;
  readonly fingerprints: PlanFingerprints;
}

export interface Grants {
  find(serverId: ServerId): FoundGrant;
  /**
   * Replaces what was agreed before. @throws {AppError} `LAUNCH_DIGEST_CHANGED` when `digest` is not the plan's, and
   * what the store throws.
   */
  record(grant: NewGrant): void;
  /** After files were hashed again and found the same. Does nothing without a valid grant. */
  updateFingerprints(serverId: ServerId, fingerprints: PlanFingerprints): void;
  /**
   * Whether a person has seen this very runtime of Gatehouse's: its digest was on a screen that they agreed to, of
   * whichever server. True for plans without one.
   */
  knowsRuntime(plan: ServerPlan): boolean;
  forget(serverId: ServerId): void;
}

const fingerprint = z.strictObject({ digest: sha256, stat: z.string().optional() });
const grantBody = z.strictObject({
  formatVersion: z.literal(1),
  serverId: serverIdSchema,
  plan: serverPlan,
  digest: sha256,
  fingerprints: z.strictObject({ command: fingerprint.optional(), tree: fingerprint.optional() }),
  agreedAtMs: timestampMs,
});
type GrantBody = z.infer<typeof grantBody>;
const storedGrant = z.strictObject({ body: grantBody, mac: z.string() });
/** Plans leave out what Gatehouse's own runtime is (`planDigest.ts`), so that its update is asked about once, not per server. */
const runtimeBody = z.strictObject({ formatVersion: z.literal(1), runtime: z.string(), sha256 });
const storedRuntime = z.strictObject({ body: runtimeBody, mac: z.string() });
const document = z.record(z.string(), z.unknown());

export function createGrants(ports: { store: ConfigStore; digest: Digest; clock: Clock }): Grants {
  const { store, digest, clock } = ports;

  function stored(): Readonly<Record<string, unknown>> | undefined {
    const value = store.get('grants');
    return value === undefined ? {} : document.safeParse(value).data;
  }

  function write(body: GrantBody): void {
    const mac = digest.hmac('grants', canonicalJson(body));
    store.set('grants', { ...stored(), [body.serverId]: { body, mac } });
  }

  function rememberRuntime(plan: ServerPlan): void {
    if (isRemotePlan(plan)) return;
    const { runtime, commandSha256 } = plan;
    if (runtime?.provided !== 'gatehouse' || commandSha256 === undefined) return;
    const body = { formatVersion: 1, runtime: runtime.name, sha256: commandSha256 } as const;
    const mac = digest.hmac('grants', canonicalJson(body));
    store.set('grants', { ...stored(), [runtimeKey(runtime.name)]: { body, mac } });
  }

  function knowsRuntime(plan: ServerPlan): boolean {
    if (isRemotePlan(plan)) return true;
    const { runtime, commandSha256 } = plan;
    if (runtime?.provided !== 'gatehouse') return true;
    const entry = storedRuntime.safeParse(stored()?.[runtimeKey(runtime.name)]).data;
    if (entry?.body.runtime !== runtime.name || entry.body.sha256 !== commandSha256) return false;
    return digest.verifyHmac('grants', canonicalJson(entry.body), entry.mac);
  }

  function validBody(entry: unknown, serverId: ServerId): GrantBody | undefined {
    const parsed = storedGrant.safeParse(entry).data;
    if (parsed?.body.serverId !== serverId) return undefined;
    if (!isCanonical(parsed.body) || !digest.verifyHmac('grants', canonicalJson(parsed.body), parsed.mac))
      return undefined;
    return planDigest(parsed.body.plan, digest) === parsed.body.digest ? parsed.body : undefined;
  }

  function find(serverId: ServerId): FoundGrant {
    const all = stored();
    if (all === undefined) return { kind: 'invalid' };
    if (!Object.hasOwn(all, serverId)) return { kind: 'none' };
    const body = validBody(all[serverId], serverId);
    if (body === undefined) return { kind: 'invalid' };
    const { plan, agreedAtMs } = body;
    return { kind: 'agreed', plan, digest: body.digest, fingerprints: toFingerprints(body.fingerprints), agreedAtMs };
  }

  return {
    find,
    knowsRuntime,
    record({ serverId, plan, digest: agreed, fingerprints }) {
      const actual = planDigest(plan, digest);
      if (actual !== agreed) throw digestChanged(agreed, actual);
      const body = { serverId, plan, digest: agreed, fingerprints: toStored(fingerprints), agreedAtMs: clock.nowMs() };
      write({ formatVersion: 1, ...body });
      rememberRuntime(plan);
    },
    updateFingerprints(serverId, fingerprints) {
      const grant = find(serverId);
      if (grant.kind !== 'agreed') return;
      const { plan, digest: agreed, agreedAtMs } = grant;
      write({ formatVersion: 1, serverId, plan, digest: agreed, fingerprints: toStored(fingerprints), agreedAtMs });
    },
    forget(serverId) {
      store.set('grants', Object.fromEntries(Object.entries(stored() ?? {}).filter(([id]) => id !== serverId)));
    },
  };
}

/** No server id has a colon in it. */
function runtimeKey(name: string): string {
  return `runtime:${name}`;
}

/** The one error for a plan that is not what was agreed to. */
export function digestChanged(expected: Sha256, actual: Sha256): AppError {
  return new AppError('LAUNCH_DIGEST_CHANGED', 'The plan is not the one that was agreed to.', {
    data: { expected, actual },
  });
}

/** Text in an edited store may have no canonical form, such as a lone surrogate. */
function isCanonical(body: GrantBody): boolean {
  try {
    canonicalJson(body);
    return true;
  } catch {
    return false;
  }
}

/** JSON has no `undefined`: absent members are left out. */
function toStored({ command, tree }: PlanFingerprints): GrantBody['fingerprints'] {
  const one = ({ digest, stat }: Fingerprint) => (stat === undefined ? { digest } : { digest, stat });
  return { ...(command && { command: one(command) }), ...(tree && { tree: one(tree) }) };
}

function toFingerprints({ command, tree }: GrantBody['fingerprints']): PlanFingerprints {
  const one = ({ digest, stat }: { digest: Sha256; stat?: string | undefined }): Fingerprint => ({ digest, stat });
  return { ...(command && { command: one(command) }), ...(tree && { tree: one(tree) }) };
}
