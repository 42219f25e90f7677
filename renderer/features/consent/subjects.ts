/**
 * What a finding or a change is about, in words, and which row of the screen shows it. Pure.
 *
 * A label is ours; a `name` beside it comes from the plan and is drawn as untrusted text.
 */
import type { Finding } from '../../../app/contract/plan.ts';

export interface Subject {
  readonly label: string;
  readonly name?: string;
}

const FIELD_LABELS: Readonly<Record<string, string>> = {
  command: 'Program, as written',
  resolvedCommand: 'Program, as found on this computer',
  commandSha256: 'SHA-256 of the program',
  runtime: 'Runtime',
  'runtime.name': 'Runtime',
  'runtime.version': 'Version of the runtime',
  'runtime.provided': 'Where the runtime comes from',
  cwd: 'Working directory',
  inheritedEnv: 'Variables handed on from your session',
  path: 'PATH',
  reach: 'What it can reach',
  url: 'Address',
  zone: 'Where it leads',
  tls: 'On the way',
  transport: 'Transport',
  headers: 'Headers added',
  bundle: 'The bundle',
  plan: 'The plan as a whole',
  origin: 'Origin',
  'origin.kind': 'Where it comes from',
  'origin.name': 'Name of the bundle',
  'origin.version': 'Version of the bundle',
  'origin.fileSha256': 'SHA-256 of the bundle file',
  'origin.treeSha256': 'The installed files (SHA-256 over all of them)',
  'origin.signature': 'Signature of the bundle',
  'origin.signature.status': 'Signature of the bundle',
  'origin.signature.publisher': 'Publisher, by the signature',
  'origin.signature.issuer': 'Issuer of the signature’s certificate',
  'origin.signature.validFrom': 'The signature’s certificate is valid from',
  'origin.signature.validTo': 'The signature’s certificate is valid until',
  'origin.signature.reason': 'What the check of the signature found',
  'origin.signature.fingerprint': 'Fingerprint of the signature’s certificate',
};

/** Words for a subject or changed field: `args[2]` is argument 3, since people count from one. */
export function describeSubject(subject: string): Subject {
  const argument = /^args\[(\d+)\]$/.exec(subject)?.[1];
  if (argument !== undefined) return { label: `Argument ${Number(argument) + 1}` };
  if (subject.startsWith('env.')) return { label: 'Variable', name: subject.slice('env.'.length) };
  if (subject.startsWith('headers.')) return { label: 'Header', name: subject.slice('headers.'.length) };
  const label = Object.hasOwn(FIELD_LABELS, subject) ? FIELD_LABELS[subject] : undefined;
  return label === undefined ? { label: 'Field', name: subject } : { label };
}

/** The DOM id of the row that shows a subject. Holds no character of the subject itself beyond letters and digits. */
export function rowId(subject: string): string {
  const safe = Array.from(subject, (character) =>
    /[A-Za-z0-9]/.test(character) ? character : `_${(character.codePointAt(0) ?? 0).toString(16)}_`,
  );
  return `row-${safe.join('')}`;
}

const WEIGHT = { danger: 0, caution: 1, note: 2 } as const;

/** Danger first; among equals in the order they were found. */
export function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity]);
}

export function findingsAbout(subject: string, findings: readonly Finding[]): readonly Finding[] {
  return bySeverity(findings.filter((finding) => finding.subject === subject));
}

export interface SeverityCount {
  readonly severity: Finding['severity'];
  readonly count: number;
}

export function countBySeverity(findings: readonly Finding[]): readonly SeverityCount[] {
  return (['danger', 'caution', 'note'] as const)
    .map((severity) => ({ severity, count: findings.filter((finding) => finding.severity === severity).length }))
    .filter((entry) => entry.count > 0);
}

/** The DOM id of a finding's explanation. */
export function findingId(finding: Finding): string {
  return `finding-${finding.code}-${rowId(finding.subject)}`;
}
