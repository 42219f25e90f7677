/**
 * Every error code of Gatehouse, and the one class that carries them.
 *
 * Codes are added, never renamed: tests, the record and people's scripts name them.
 */
import { z } from 'zod';

export const ERROR_CODES = [
  // Bundles: what the archive, the manifest or the signature says.
  'BUNDLE_NOT_FOUND',
  'BUNDLE_UNREADABLE',
  'BUNDLE_TOO_LARGE',
  'BUNDLE_NOT_AN_ARCHIVE',
  'BUNDLE_SEVERAL_DISKS',
  'BUNDLE_TOO_MANY_ENTRIES',
  'BUNDLE_EXPANDS_TOO_LARGE',
  'BUNDLE_RATIO_TOO_HIGH',
  'BUNDLE_ENTRY_ESCAPES',
  'BUNDLE_ENTRY_ABSOLUTE',
  'BUNDLE_ENTRY_BACKSLASH',
  'BUNDLE_ENTRY_CONTROL_CHARACTER',
  'BUNDLE_ENTRY_NAME_INVALID',
  'BUNDLE_ENTRY_NAME_RESERVED',
  'BUNDLE_ENTRY_NAME_TOO_LONG',
  'BUNDLE_ENTRY_DUPLICATE',
  'BUNDLE_ENTRY_CASE_COLLISION',
  'BUNDLE_ENTRY_FILE_AND_FOLDER',
  'BUNDLE_ENTRY_IS_LINK',
  'BUNDLE_ENTRY_IS_DEVICE',
  'BUNDLE_ENTRY_ENCRYPTED',
  'BUNDLE_ENTRY_METHOD_UNKNOWN',
  'BUNDLE_ENTRIES_OVERLAP',
  'BUNDLE_ENTRY_SIZE_WRONG',
  'BUNDLE_ENTRY_CHECKSUM_WRONG',
  'BUNDLE_ENTRY_HEADER_DISAGREES',
  'BUNDLE_MANIFEST_MISSING',
  'BUNDLE_MANIFEST_TOO_LARGE',
  'BUNDLE_MANIFEST_INVALID',
  'BUNDLE_MANIFEST_VERSION_UNSUPPORTED',
  'BUNDLE_ENTRY_POINT_MISSING',
  'BUNDLE_UV_LAYOUT_INVALID',
  'BUNDLE_PLATFORM_UNSUPPORTED',
  'BUNDLE_RUNTIME_UNSUPPORTED',
  'BUNDLE_ARCHITECTURE_UNSUPPORTED',
  'BUNDLE_HOST_VERSION_UNSUPPORTED',
  'BUNDLE_SIGNATURE_INVALID',
  'BUNDLE_PUBLISHER_CHANGED',
  'BUNDLE_SIGNATURE_LOST',
  'BUNDLE_CHANGED_WHILE_READING',
  // Configuration: what a person fills in.
  'CONFIG_REQUIRED_MISSING',
  'CONFIG_TYPE_WRONG',
  'CONFIG_OUT_OF_RANGE',
  'CONFIG_UNKNOWN_KEY',
  'CONFIG_VALUE_UNSAFE',
  'CONFIG_URL_INVALID',
  // Launch: between the plan and the process.
  'LAUNCH_COMMAND_NOT_FOUND',
  'LAUNCH_RUNTIME_MISSING',
  'LAUNCH_SCRIPT_NEEDS_SHELL',
  'LAUNCH_WORKING_DIRECTORY_MISSING',
  'LAUNCH_NOT_AGREED',
  'LAUNCH_DIGEST_CHANGED',
  'LAUNCH_FILES_MISSING',
  'LAUNCH_FAILED',
  'LAUNCH_SECRET_MISSING',
  // Servers: from the process to the protocol.
  'SERVER_NOT_FOUND',
  'SERVER_BUSY',
  'SERVER_CLOSED',
  'SERVER_INITIALIZE_TIMEOUT',
  'SERVER_INITIALIZE_FAILED',
  'SERVER_VERSION_UNSUPPORTED',
  'SERVER_MESSAGE_TOO_LARGE',
  'SERVER_CRASH_LOOP',
  'SERVER_PROTOCOL_ERROR',
  'SERVER_LIST_TOO_LONG',
  'SERVER_UNREACHABLE',
  'SERVER_TLS_FAILED',
  'SERVER_UNAUTHORIZED',
  'SERVER_FORBIDDEN',
  'SERVER_HTTP_ERROR',
  'SERVER_SESSION_LOST',
  'SERVER_FEATURE_MISSING',
  // Tools and calls.
  'TOOL_NOT_FOUND',
  'CALL_NOT_FOUND',
  'ACTIVITY_NOT_FOUND',
  'CALL_TIMED_OUT',
  'CALL_CANCELLED',
  'CALL_RESULT_INVALID',
  'CALL_INPUT_UNSUPPORTED',
  'CALL_INPUT_TOO_OFTEN',
  'CALL_INPUT_REFUSED',
  'CALL_ANSWER_LOST',
  // Tasks: why one is not followed, or ended without an outcome.
  'TASK_EXPIRED',
  'TASK_UNKNOWN_TO_SERVER',
  'TASK_NOT_ACCESSIBLE',
  'TASK_LOST_WITH_PROCESS',
  'TASK_SERVER_REMOVED',
  'TASK_SERVER_STOPPED',
  'TASK_UNFOLLOWED',
  'TASK_TOOL_IMPOSSIBLE',
  'TASK_CANCEL_UNSUPPORTED',
  'TASK_RESULT_NOT_KEPT',
  // Resources, prompts and what goes with them.
  'RESOURCE_NOT_FOUND',
  'RESOURCE_TEMPLATE_INVALID',
  'REQUEST_NOT_FOUND',
  // Addresses that others supply.
  'ADDRESS_REFUSED',
  'ADDRESS_UNKNOWN',
  'DOWNLOAD_TOO_LARGE',
  'DOWNLOAD_FAILED',
  'BROWSER_NOT_OPENED',
  // Signing in.
  'AUTH_NOT_OFFERED',
  'AUTH_METADATA_INVALID',
  'AUTH_RESOURCE_MISMATCH',
  'AUTH_ISSUER_MISMATCH',
  'AUTH_PKCE_UNSUPPORTED',
  'AUTH_NO_CLIENT',
  'AUTH_REGISTRATION_FAILED',
  'AUTH_CLIENT_OF_OTHER_ISSUER',
  'AUTH_CALLBACK_FAILED',
  'AUTH_REFUSED',
  'AUTH_TOKEN_FAILED',
  'AUTH_DECLINED',
  'AUTH_TIMED_OUT',
  'AUTH_SCOPE_MISSING',
  'AUTH_NOTHING_HELD',
  'AUTH_SECRET_MISSING',
  'AUTH_PROVIDER_MISSING',
  'AUTH_PROVIDER_REFUSED',
  'AUTH_ASSERTION_MISSING',
  // Models.
  'MODEL_NOT_FOUND',
  'MODEL_URL_INVALID',
  'MODEL_UNREACHABLE',
  'MODEL_UNAUTHORIZED',
  'MODEL_FAILED',
  // Configurations and links of other clients.
  'IMPORT_UNREADABLE',
  'IMPORT_TOO_LARGE',
  'IMPORT_FORMAT_UNKNOWN',
  'IMPORT_NOT_FOUND',
  'LINK_INVALID',
  // Decisions.
  'DECISION_NOT_FOUND',
  'DECISION_STALE',
  'DECISION_NOT_ARMED',
  'DECISION_NOT_ACKNOWLEDGED',
  'DECISION_ANSWER_INVALID',
  // Files a person chooses.
  'PICK_NOT_FOUND',
  'PICK_UNREADABLE',
  'UPLOAD_NOT_FOUND',
  'UPLOAD_OUT_OF_ORDER',
  'UPLOAD_TOO_LARGE',
  'INSTALL_NOT_FOUND',
  'INSTALL_STATE_WRONG',
  // The machine.
  'STORE_DISK_FULL',
  'STORE_READ_ONLY',
  'STORE_UNREADABLE',
  'STORE_NEWER_VERSION',
  'RECORD_ALTERED',
  // The bridge.
  'COMMAND_UNKNOWN',
  'COMMAND_INVALID',
  'BRIDGE_CLOSED',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Facts about an error, shown next to its words. Values are data: quoted where shown, never a sentence of ours. */
export type ErrorData = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Something that can be expected to go wrong. `message` is for developers and the record; people read `ui/messages.ts`. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly data: ErrorData;

  constructor(code: ErrorCode, message: string, options: { data?: ErrorData; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.data = options.data ?? {};
  }
}

export const errorView = z.strictObject({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly()])).readonly(),
});
export type ErrorView = Readonly<z.infer<typeof errorView>>;

/** What the page may see of an error: an `AppError` as it is, anything else as `INTERNAL` without details. */
export function toErrorView(error: unknown): ErrorView {
  if (error instanceof AppError) return { code: error.code, message: error.message, data: error.data };
  return { code: 'INTERNAL', message: 'Something went wrong inside Gatehouse.', data: {} };
}

/** Turns a view back into an error, on the page's side of the bridge. */
export function fromErrorView(view: ErrorView): AppError {
  return new AppError(view.code, view.message, { data: view.data });
}

/** Ends a `switch` over a union: does not compile while a case is missing. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
