/**
 * Words for errors on the way to a start: what a person fills in, and all between the plan and the process.
 */
import { LOOK_AT_THE_LOG, type WordsFor } from './words.ts';

export const LAUNCH_WORDS: WordsFor<'CONFIG' | 'LAUNCH'> = {
  CONFIG_REQUIRED_MISSING: {
    title: 'Something is missing from the configuration',
    text: 'The server can’t start before every required field is filled in.',
    hint: 'Fill in the fields that are marked.',
  },
  CONFIG_TYPE_WRONG: {
    title: 'A field has the wrong kind of value',
    text: 'For example, text where a number is expected.',
    hint: 'Correct the fields that are marked.',
  },
  CONFIG_OUT_OF_RANGE: {
    title: 'A number is out of its range',
    text: 'It is below the smallest or above the largest value that the bundle allows.',
    hint: 'Correct the fields that are marked.',
  },
  CONFIG_UNKNOWN_KEY: {
    title: 'The configuration names an option the bundle doesn’t have',
    text: 'The form and the bundle no longer fit together.',
    hint: 'Open the bundle again and fill in the form anew.',
  },
  CONFIG_VALUE_UNSAFE: {
    title: 'A value can’t be used as it is',
    text: 'Gatehouse hands every value on exactly as it is shown, or not at all. It refuses line breaks and invisible NUL characters where they cut a value short, a folder that is no absolute path, a variable that is there twice or has “=” in its name, and a secret that would decide which program runs.',
    hint: 'Correct the value that is named below.',
  },
  CONFIG_URL_INVALID: {
    title: 'This is no address of a server',
    text: 'An address starts with https:// (or http:// for a server without encryption), and carries no user name or password.',
    hint: 'Copy the address from the server’s own instructions. Secrets belong in a header.',
  },
  LAUNCH_COMMAND_NOT_FOUND: {
    title: 'The program was not found',
    text: 'There is no program of this name on this computer, or it may not be run.',
    hint: 'Check the spelling, or install the program and try again.',
  },
  LAUNCH_RUNTIME_MISSING: {
    title: 'A program this server needs is not installed',
    text: 'The server runs on a runtime that Gatehouse did not find on this computer.',
    hint: 'Install the runtime that is named below, then try again. You don’t need to restart Gatehouse.',
  },
  LAUNCH_SCRIPT_NEEDS_SHELL: {
    title: 'This kind of script can only run through a shell',
    text: 'Gatehouse never starts a server through a shell, because a shell can turn text into further commands.',
    hint: 'Name the program that the script would run, with its arguments, instead of the script.',
  },
  LAUNCH_WORKING_DIRECTORY_MISSING: {
    title: 'The working directory is not there',
    text: 'The folder the server should run in does not exist or can’t be opened.',
    hint: 'Create the folder, or choose another one in the server’s configuration.',
  },
  LAUNCH_NOT_AGREED: {
    title: 'The server was not started',
    text: 'Nobody has agreed to what it would run.',
    hint: 'Start it again to see what would run, and decide then.',
  },
  LAUNCH_DIGEST_CHANGED: {
    title: 'What would run has changed',
    text: 'It is not what was agreed to any more, so it was not started.',
    hint: 'Start the server again: Gatehouse then shows you what changed.',
  },
  LAUNCH_FILES_MISSING: {
    title: 'Files of this server are missing or damaged',
    text: 'Something removed or changed files in the folder it was installed in, so that they can’t be read any more.',
    hint: 'Open the bundle again and choose “Install its files again”. Your settings are kept.',
  },
  LAUNCH_FAILED: {
    title: 'The program could not be started',
    text: 'The operating system refused to start it.',
    hint: LOOK_AT_THE_LOG,
  },
  LAUNCH_SECRET_MISSING: {
    title: 'A secret this server needs is not there',
    text: 'It is no longer in the keychain, or it was kept for one run of Gatehouse only.',
    hint: 'Enter it again in the server’s configuration.',
  },
};
