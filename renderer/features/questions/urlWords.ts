/**
 * Words for what is unusual about an address that a server wants to open.
 */
import type { UrlParts, UrlWarning } from '../../../app/contract/input.ts';

export interface UrlWarningWords {
  readonly title: string;
  readonly why: string;
}

export const URL_WARNING_WORDS: Readonly<Record<UrlWarning, UrlWarningWords>> = {
  USERINFO: {
    title: 'It has a name before an @',
    why: 'What stands before the @ can look like the name of a site. The address leads to what comes after it.',
  },
  IP_LITERAL: {
    title: 'It leads to a number, not to a name',
    why: 'Sites people know have names. A number says nothing about whose computer it is.',
  },
  LOOPBACK: {
    title: 'It leads to this computer',
    why: 'A program that runs here would answer, not a site on the internet.',
  },
  PUNYCODE: {
    title: 'Its name has letters that are written in another way',
    why: 'Some letters of other scripts look just like ours, so that a name can be taken for that of somebody else. Compare both spellings.',
  },
  MIXED_SCRIPTS: {
    title: 'Its name mixes letters of several scripts',
    why: 'That is how a name is made to look like another one. An honest site hardly ever does it.',
  },
  UNUSUAL_PORT: {
    title: 'It has an unusual port',
    why: 'Sites are nearly always reached without one. Another program than the site itself may answer there.',
  },
  LONG: {
    title: 'It is very long',
    why: 'A long address can hide where it leads, and can carry data about you. Read it to its end.',
  },
};

/** Who can read along. */
export function onTheWay({ scheme, warnings }: Pick<UrlParts, 'scheme' | 'warnings'>): string {
  if (/^https\b/.test(scheme)) return 'Encrypted';
  return warnings.includes('LOOPBACK')
    ? 'Not encrypted, and stays on this computer'
    : 'Not encrypted: others can read what you enter there';
}
