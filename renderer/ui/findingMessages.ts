/**
 * Words for every finding about a launch plan, for people who never saw a terminal.
 *
 * `why` explains the pattern in general; the finding's own `detail` says what was found.
 */
import type { FindingCode } from '../../app/contract/plan.ts';

export interface FindingWords {
  readonly title: string;
  readonly why: string;
}

export const FINDING_WORDS: Readonly<Record<FindingCode, FindingWords>> = {
  SHELL_COMMAND: {
    title: 'Runs a shell',
    why: 'A shell turns text into further commands. What really runs is decided by that text, and it can be anything.',
  },
  INLINE_CODE: {
    title: 'Program code in an argument',
    why: 'The argument itself is a program, or loads one before the server starts. Read it as you would read a program.',
  },
  ELEVATES: {
    title: 'Asks for administrator rights',
    why: 'With these rights a program can change the whole computer, not only your own files.',
  },
  DELETES: {
    title: 'Deletes files',
    why: 'The command removes files or overwrites disks. What is deleted this way does not go to the bin.',
  },
  DOWNLOADS_CODE: {
    title: 'Downloads a program and runs it',
    why: 'What runs is fetched from the internet at each start, so it can be a different program tomorrow. Gatehouse can’t show it to you beforehand.',
  },
  UNPINNED_PACKAGE: {
    title: 'No fixed version',
    why: 'The newest version is taken each time. A version somebody publishes later would run without your seeing it.',
  },
  NETWORK_COMMAND: {
    title: 'Uses the network',
    why: 'The command itself connects to other computers, and can send or fetch data.',
  },
  SENSITIVE_PATH: {
    title: 'Touches a sensitive place',
    why: 'The path leads to where keys, passwords, your personal files or parts of the system are kept.',
  },
  RISKY_ENV: {
    title: 'Sets a variable that changes how programs run',
    why: 'Variables such as this one can make a harmless program load other code, or send its traffic elsewhere.',
  },
  INVISIBLE_CHARACTERS: {
    title: 'Contains characters you can’t see',
    why: 'They can make text look like something else. They are drawn here as ⟨U+…⟩, so that you see where they are.',
  },
  SECRET_IN_ARGS: {
    title: 'A secret is part of the command line',
    why: 'Other programs on this computer can read command lines, and with them the secret.',
  },
  OUTSIDE_BUNDLE: {
    title: 'Runs something that is not in the bundle',
    why: 'What was checked is the bundle. This program lies elsewhere and can change without the bundle changing.',
  },
  UNSIGNED: {
    title: 'Nobody has signed this bundle',
    why: 'There is no proof of who made it or that it is unchanged. Most bundles today are not signed.',
  },
  NOT_ENCRYPTED: {
    title: 'Not encrypted',
    why: 'In a network, everybody on the way can read and change what is sent and what comes back, keys included.',
  },
  PRIVATE_NETWORK: {
    title: 'Leads into your own network',
    why: 'The address is not on the internet but near you. That is right for a server of your own, and wrong for anybody else’s.',
  },
  UNUSUAL_ADDRESS: {
    title: 'An unusual address',
    why: 'Addresses like this one are sometimes used to look like somebody else’s. Compare it letter by letter.',
  },
  SECRET_IN_ADDRESS: {
    title: 'The address seems to contain a key',
    why: 'Addresses are written to logs on the way. A key is better kept in a header.',
  },
};
