/**
 * A launch plan: the whole truth of one launch, as a person reads and agrees to it.
 *
 * Its digest is SHA-256 over its RFC 8785 canonical JSON, so every field here is part of what is agreed to. A value
 * that differs from start to start (a process id, a time) must never become a field.
 */
import { z } from 'zod';
import { sha256 } from './ids.ts';

/** Text with secrets in it: literal parts, and references to values in the secret store. Never the value itself. */
export const planText = z.union([
  z.string(),
  z.strictObject({ parts: z.array(z.union([z.string(), z.strictObject({ secret: z.string() })])).readonly() }),
]);
export type PlanText = Readonly<z.infer<typeof planText>>;

export const signatureSummary = z.strictObject({
  /** `could_not_check` means the check itself failed (no trust store, unknown algorithm), not that it found a fault. */
  status: z.enum(['unsigned', 'self_signed', 'signed_trusted', 'signed_untrusted', 'could_not_check']),
  publisher: z.string().optional(),
  issuer: z.string().optional(),
  /**
   * SHA-256 of the signer's certificate, DER; absent where no key is known to have signed this content. Two versions come
   * from one publisher when this matches, or, where both are trusted, name and issuer.
   */
  fingerprint: sha256.optional(),
  validFrom: z.string().optional(),
  validTo: z.string().optional(),
  reason: z.string().optional(),
});
export type SignatureSummary = Readonly<z.infer<typeof signatureSummary>>;

export const planOrigin = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('bundle'),
    name: z.string(),
    version: z.string(),
    /** Of the file as it was opened, signature trailer included. */
    fileSha256: sha256,
    /** Over every path, mode and content of the installed tree. */
    treeSha256: sha256,
    signature: signatureSummary,
  }),
  z.strictObject({ kind: z.literal('typed') }),
]);
export type PlanOrigin = Readonly<z.infer<typeof planOrigin>>;

export const launchPlan = z.strictObject({
  formatVersion: z.literal(1),
  origin: planOrigin,
  /** As the bundle or the person wrote it, after substitution. */
  command: planText,
  /** Absolute, links resolved. Absent only in a plan that can't start, such as one of another platform. */
  resolvedCommand: z.string().optional(),
  commandSha256: sha256.optional(),
  /** Set when the executable is a runtime that Gatehouse brings: its update is then shown once for all servers. */
  runtime: z
    .strictObject({
      name: z.enum(['node', 'python', 'uv']),
      version: z.string(),
      provided: z.enum(['gatehouse', 'found']),
    })
    .optional(),
  args: z.array(planText).readonly(),
  cwd: z.string(),
  /** What the bundle or the person adds. */
  env: z.array(z.strictObject({ name: z.string(), value: planText })).readonly(),
  /** Variables handed on from the person's session, by name. */
  inheritedEnv: z.array(z.string()).readonly(),
  /** PATH as Gatehouse sets it, unless `env` sets one. */
  path: z.string(),
  /** What the process can reach. One value so far; the sandbox adds others. */
  reach: z.literal('everything'),
});
export type LaunchPlan = Readonly<z.infer<typeof launchPlan>>;

/** Where an address leads: this computer, this network, or beyond. By what its name resolves to when the plan is made. */
export const zone = z.enum(['loopback', 'private', 'public']);
export type Zone = z.infer<typeof zone>;

/** The whole truth of one connection to a remote server: what is reached, how, and what is sent along. */
export const remotePlan = z.strictObject({
  formatVersion: z.literal(1),
  kind: z.literal('remote'),
  /** As the URL standard writes it, without fragment. */
  url: z.string(),
  /** Scheme, host and port (RFC 6454). */
  origin: z.string(),
  /** `none`: everything sent can be read and changed on the way. */
  tls: z.enum(['https', 'none']),
  zone,
  transport: z.enum(['auto', 'streamable_http', 'sse']),
  /** Sent with every request, besides what the protocol asks for. */
  headers: z.array(z.strictObject({ name: z.string(), value: planText })).readonly(),
});
export type RemotePlan = Readonly<z.infer<typeof remotePlan>>;

/** What an agreement can be about. */
export const serverPlan = z.union([launchPlan, remotePlan]);
export type ServerPlan = LaunchPlan | RemotePlan;

export function isRemotePlan(plan: ServerPlan): plan is RemotePlan {
  return 'kind' in plan;
}

export const FINDING_CODES = [
  'SHELL_COMMAND',
  'INLINE_CODE',
  'ELEVATES',
  'DELETES',
  'DOWNLOADS_CODE',
  'UNPINNED_PACKAGE',
  'NETWORK_COMMAND',
  'SENSITIVE_PATH',
  'RISKY_ENV',
  'INVISIBLE_CHARACTERS',
  'SECRET_IN_ARGS',
  'OUTSIDE_BUNDLE',
  'UNSIGNED',
  // Of remote servers.
  'NOT_ENCRYPTED',
  'PRIVATE_NETWORK',
  'UNUSUAL_ADDRESS',
  'SECRET_IN_ADDRESS',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

export const finding = z.strictObject({
  code: z.enum(FINDING_CODES),
  severity: z.enum(['danger', 'caution', 'note']),
  /** What it is about: `command`, `args[2]`, `env.NAME`, `cwd`, `bundle`, `url` or `headers.NAME`. */
  subject: z.string(),
  /** One sentence of ours; what it quotes is between “ and ” with invisible characters escaped. */
  detail: z.string(),
});
export type Finding = Readonly<z.infer<typeof finding>>;

/** One field that differs between the plan agreed to and the one computed at this launch. */
export const planChange = z.strictObject({
  /** `command`, `args[2]`, `env.NAME`, `cwd`, `origin.treeSha256`, `runtime`, `url`, `headers.NAME`, … */
  field: z.string(),
  before: planText.optional(),
  after: planText.optional(),
});
export type PlanChange = Readonly<z.infer<typeof planChange>>;
