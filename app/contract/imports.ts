/**
 * Servers out of another application's configuration, or out of an install link, before they are added.
 *
 * An import only proposes. Its secrets stay in the host: the page sees that a value is there, never the value.
 * SECURITY(S9)
 */
import { z } from 'zod';
import { importId, serverId } from './ids.ts';

/** Applications whose configurations are read and written. */
export const IMPORT_CLIENTS = [
  'claude_desktop',
  'claude_code',
  'vscode',
  'cursor',
  'windsurf',
  'zed',
  'cline',
  'goose',
  'lm_studio',
] as const;
export const importClient = z.enum(IMPORT_CLIENTS);
export type ImportClient = z.infer<typeof importClient>;

/** Whose install links are read. */
export const LINK_CLIENTS = ['gatehouse', 'vscode', 'cursor', 'lm_studio', 'goose'] as const;
export type LinkClient = (typeof LINK_CLIENTS)[number];

/** The largest file that is read as a configuration. Most have a few thousand bytes; some applications keep more in theirs. */
export const MAX_IMPORT_BYTES = 4 * 1024 * 1024;
/** Characters of text in one command: even escaped it fits into a message. A longer file travels as an upload. */
export const MAX_PASTED_LENGTH = 512 * 1024;
/** Characters of a link. Browsers and operating systems hand over no longer ones. */
export const MAX_LINK_LENGTH = 32_768;
/** Servers in one import. */
export const MAX_IMPORT_ENTRIES = 500;

export const importSource = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('configuration'),
    /** Absent where several applications write it in this way. */
    client: importClient.optional(),
    fileName: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('link'), client: z.enum(LINK_CLIENTS) }),
]);
export type ImportSource = Readonly<z.infer<typeof importSource>>;

/** A piece of a value: text as it is, text that looks like a secret, or what has to be filled in first. */
export const importPart = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string() }),
  z.strictObject({ kind: z.literal('hidden') }),
  z.strictObject({ kind: z.literal('input'), key: z.string() }),
]);
export type ImportPart = Readonly<z.infer<typeof importPart>>;

export const importField = z.strictObject({
  /** `command`, `args[2]`, `env.NAME`, `cwd`, `url` or `headers.NAME`. */
  field: z.string(),
  parts: z.array(importPart).readonly(),
  /** Taken for a secret until the person says otherwise. */
  secret: z.boolean(),
  /**
   * Whether secrets can be kept here: in variables and headers. Everything else is stored and shown openly, so a secret
   * in it is added only when the person says so.
   */
  canBeSecret: z.boolean(),
});
export type ImportField = Readonly<z.infer<typeof importField>>;

/** Why a value has to be filled in. */
export const INPUT_REASONS = [
  /** The other application asks for it. */
  'asked',
  /** It takes it from its environment. */
  'environment',
  /** It works it out by itself, such as the folder that is open in it. */
  'computed',
  /** Something like `<YOUR_TOKEN>` stands there. */
  'placeholder',
  /** Only the name is there. */
  'missing',
] as const;

/** A value that the person has to fill in before the server can be added. */
export const importInput = z.strictObject({
  key: z.string(),
  /** What the other application calls it. */
  label: z.string(),
  description: z.string().optional(),
  reason: z.enum(INPUT_REASONS),
  secret: z.boolean(),
  /** Never of a secret. An empty one says that the value may be empty. */
  default: z.string().optional(),
  /** The values to choose from, where there is such a list. */
  options: z.array(z.string()).readonly().optional(),
});
export type ImportInput = Readonly<z.infer<typeof importInput>>;

/** What a person is told about an entry: what is left out of it, or read otherwise than it stands there. */
export const IMPORT_NOTE_CODES = [
  'DISABLED',
  'PROJECT',
  'AUTO_APPROVE',
  'TOOL_FILTER',
  'TIMEOUT',
  'ENV_FILE',
  'SIGN_IN',
  'SANDBOX',
  'SETTING_UNKNOWN',
  'VALUE_WRONG',
  'COMMAND_SPLIT',
  'TYPE_UNSUPPORTED',
  'NOTHING_TO_RUN',
] as const;
export const importNote = z.strictObject({
  code: z.enum(IMPORT_NOTE_CODES),
  /** The setting it is about, as the other application writes it. */
  setting: z.string().optional(),
  /** Text of the configuration: a folder, a type. Never a value that could be a secret. */
  detail: z.string().optional(),
});
export type ImportNote = Readonly<z.infer<typeof importNote>>;

export const importEntry = z.strictObject({
  index: z.number().int().nonnegative(),
  name: z.string(),
  /** `unusable` has no fields: its notes say why. */
  kind: z.enum(['local', 'remote', 'unusable']),
  fields: z.array(importField).readonly(),
  inputs: z.array(importInput).readonly(),
  notes: z.array(importNote).readonly(),
  selectedByDefault: z.boolean(),
  /** Set once it was added, when an error kept others of the same request from being. */
  addedAs: serverId.optional(),
});
export type ImportEntry = Readonly<z.infer<typeof importEntry>>;

export const importView = z.strictObject({
  importId,
  source: importSource,
  entries: z.array(importEntry).readonly(),
});
export type ImportView = Readonly<z.infer<typeof importView>>;

/** What a person decided about one entry. */
export const importChoice = z.strictObject({
  index: z.number().int().nonnegative(),
  name: z.string().trim().min(1).max(200),
  inputs: z
    .array(z.strictObject({ key: z.string().max(8_192), value: z.string().max(131_072) }))
    .max(2_000)
    .readonly(),
  /** Where it differs from what was proposed. `open` for a secret-looking value: it is stored and shown as it is. */
  fields: z
    .array(z.strictObject({ field: z.string().max(1_100), as: z.enum(['secret', 'open', 'left_out']) }))
    .max(2_000)
    .readonly(),
});
export type ImportChoice = Readonly<z.infer<typeof importChoice>>;

/** What an exported configuration can't say. */
export const EXPORT_NOTE_CODES = [
  /** Left out: a bundle is files, which a configuration does not carry. */
  'BUNDLE',
  /** Left out: the application knows no remote servers in this file. */
  'REMOTE',
  /** Left out: the application does not speak HTTP+SSE. */
  'SSE',
  /** Written without its working directory. */
  'WORKING_DIRECTORY',
  /** Placeholders stand for its secrets. */
  'SECRETS',
] as const;
export const exportNote = z.strictObject({ serverId, code: z.enum(EXPORT_NOTE_CODES) });
export type ExportNote = Readonly<z.infer<typeof exportNote>>;
