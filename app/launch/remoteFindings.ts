/**
 * What a person should know before they agree to a connection. Pure.
 *
 * Findings never stop anything: they are shown, the most serious first, and a danger asks for a ticked statement.
 */
import type { Finding, RemotePlan } from '../contract/plan.ts';
import { hostUnicode, hostWarnings, isIpLiteral } from '../contract/hostNames.ts';
import type { HostWarning } from '../contract/hostNames.ts';
import { quoted } from '../contract/visibleText.ts';
import { characterFinding } from './characterRules.ts';
import { showText } from './planText.ts';
import { secretInAddress } from './secretInAddress.ts';
import { found } from './words.ts';

const SEVERITIES = ['danger', 'caution', 'note'] as const;

export function remoteFindings(plan: RemotePlan): readonly Finding[] {
  const url = new URL(plan.url);
  const all = [
    ...encryptionFindings(plan, url),
    ...networkFindings(plan, url),
    ...unusualAddressFindings(plan, url),
    ...secretFindings(url),
    ...plan.headers.flatMap(({ name, value }) =>
      characterFinding({ subject: `headers.${name}`, text: showText(value) }),
    ),
  ];
  return SEVERITIES.flatMap((severity) => all.filter((finding) => finding.severity === severity));
}

function encryptionFindings({ tls, zone }: RemotePlan, { host }: URL): readonly Finding[] {
  if (tls === 'https') return [];
  if (zone === 'loopback') {
    return [
      aboutUrl(
        'NOT_ENCRYPTED',
        'note',
        `What is sent to ${quoted(host)} is not encrypted, but stays on this computer.`,
      ),
    ];
  }
  const detail = `The address begins with http, so nothing that is sent to ${quoted(host)} or comes from there is encrypted.`;
  return [aboutUrl('NOT_ENCRYPTED', 'danger', detail)];
}

function networkFindings({ zone }: RemotePlan, { hostname }: URL): readonly Finding[] {
  if (zone === 'private') {
    return [aboutUrl('PRIVATE_NETWORK', 'caution', `${quoted(hostname)} is a computer in your own network.`)];
  }
  if (zone === 'public' || isIpLiteral(hostname) || /(?:^|\.)localhost\.?$/.test(hostname)) return [];
  const detail = `${quoted(hostname)} looks like a name on the internet, but leads to this very computer.`;
  return [aboutUrl('PRIVATE_NETWORK', 'caution', detail)];
}

/** Numbers and ports are what addresses near by are made of; on the internet, servers have names and the usual port. */
function unusualAddressFindings({ zone }: RemotePlan, { hostname, port }: URL): readonly Finding[] {
  const warnings = hostWarnings(hostname).filter((warning) => warning !== 'IP_LITERAL' || zone === 'public');
  const reasons = warnings.map((warning) => hostWords(warning, hostname));
  if (zone === 'public' && port !== '') reasons.push(`uses port ${port} instead of the usual one`);
  return reasons.length === 0 ? [] : [aboutUrl('UNUSUAL_ADDRESS', 'caution', `The address ${joined(reasons)}.`)];
}

function hostWords(warning: HostWarning, hostname: string): string {
  switch (warning) {
    case 'IP_LITERAL':
      return `has the number ${quoted(hostname)} in place of a name`;
    case 'PUNYCODE':
      return `is drawn as ${quoted(hostUnicode(hostname) ?? hostname)} in some programs, with letters that can look like others`;
    case 'MIXED_SCRIPTS':
      return 'mixes letters of several alphabets in one name';
  }
}

function secretFindings(url: URL): readonly Finding[] {
  const places = secretInAddress(url);
  if (places.length === 0) return [];
  return [aboutUrl('SECRET_IN_ADDRESS', 'caution', `There seems to be a key in the address: ${joined(places)}.`)];
}

function aboutUrl(code: Finding['code'], severity: Finding['severity'], detail: string): Finding {
  return found(code, severity, { subject: 'url', text: '' }, detail);
}

function joined(parts: readonly string[]): string {
  return [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter((part) => part !== '').join(' and ');
}
