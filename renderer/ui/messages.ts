/**
 * Words for every error code: what happened, and what a person can do about it.
 *
 * The table is a `Record` over the closed list, so a code without words does not compile. Sentences in it never contain
 * an error's data: a name from a bundle or a server is shown below them as a quoted fact (`ErrorAlert`).
 */
import type { ErrorCode } from '../../app/contract/errors.ts';
import { ADDRESS_WORDS } from './messages/addresses.ts';
import { AUTHORIZATION_WORDS } from './messages/authorization.ts';
import { BRIDGE_WORDS } from './messages/bridge.ts';
import { BUNDLE_WORDS } from './messages/bundles.ts';
import { CALL_WORDS } from './messages/calls.ts';
import { DECISION_WORDS } from './messages/decisions.ts';
import { FILE_WORDS } from './messages/files.ts';
import { IMPORT_WORDS } from './messages/imports.ts';
import { LAUNCH_WORDS } from './messages/launch.ts';
import { MODEL_WORDS } from './messages/models.ts';
import { SERVER_WORDS } from './messages/servers.ts';
import { STORE_WORDS } from './messages/stores.ts';
import { TASK_WORDS } from './messages/tasks.ts';
import type { ErrorWords } from './messages/words.ts';

export const ERROR_WORDS: Readonly<Record<ErrorCode, ErrorWords>> = {
  ...BUNDLE_WORDS,
  ...LAUNCH_WORDS,
  ...SERVER_WORDS,
  ...CALL_WORDS,
  ...TASK_WORDS,
  ...ADDRESS_WORDS,
  ...AUTHORIZATION_WORDS,
  ...MODEL_WORDS,
  ...IMPORT_WORDS,
  ...DECISION_WORDS,
  ...FILE_WORDS,
  ...STORE_WORDS,
  ...BRIDGE_WORDS,
};
