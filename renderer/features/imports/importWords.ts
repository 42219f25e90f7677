/**
 * Words for other applications, for what an import leaves out or asks for, and for what an export can't say.
 *
 * Sentences never hold text of a configuration: that is drawn beside them as untrusted text.
 */
import type {
  ExportNote,
  ImportClient,
  ImportInput,
  ImportNote,
  ImportSource,
  LinkClient,
} from '../../../app/contract/imports.ts';

export const CLIENT_NAMES: Readonly<Record<ImportClient | LinkClient, string>> = {
  claude_desktop: 'Claude Desktop',
  claude_code: 'Claude Code',
  vscode: 'VS Code',
  cursor: 'Cursor',
  windsurf: 'Windsurf',
  zed: 'Zed',
  cline: 'Cline',
  goose: 'Goose',
  lm_studio: 'LM Studio',
  gatehouse: 'Gatehouse',
};

/** How a person gets to the file. */
export const CLIENT_PLACES: Readonly<Record<ImportClient, string>> = {
  claude_desktop: 'In Settings, under Developer, choose Edit Config. The file is claude_desktop_config.json.',
  claude_code: 'The file .claude.json in your home folder, or .mcp.json in the folder of a project.',
  vscode: 'Run the command “MCP: Open User Configuration”, or open .vscode/mcp.json in the folder of a project.',
  cursor: 'The file .cursor/mcp.json in your home folder or in the folder of a project.',
  windsurf: 'The file .codeium/windsurf/mcp_config.json in your home folder.',
  zed: 'Run the command “zed: open settings”. The servers stand in settings.json.',
  cline: 'Open MCP Servers, then Configure, then Configure MCP Servers.',
  goose:
    'The file .config/goose/config.yaml in your home folder; on Windows Block\\goose\\config\\config.yaml in AppData.',
  lm_studio: 'In Program, open Install and choose Edit mcp.json.',
};

export function sourceTitle(source: ImportSource): string {
  if (source.kind === 'link') {
    return source.client === 'gatehouse'
      ? 'A server from a link'
      : `A server from a link for ${CLIENT_NAMES[source.client]}`;
  }
  return source.client === undefined ? 'Servers from a configuration' : `Servers from ${CLIENT_NAMES[source.client]}`;
}

/** Who says what stands in it, for labels of quotations. */
export function speaker(source: ImportSource): string {
  if (source.kind === 'link') return 'The link says:';
  return source.client === undefined ? 'The configuration says:' : `${CLIENT_NAMES[source.client]} says:`;
}

export const NOTE_WORDS: Readonly<Record<ImportNote['code'], string>> = {
  DISABLED: 'It is switched off there.',
  PROJECT: 'There it belongs to one folder.',
  AUTO_APPROVE: 'Some of its tools run there without a question. That is not taken over.',
  TOOL_FILTER: 'Some of its tools are switched off or picked out there. Here you see all of them.',
  TIMEOUT: 'Its time limit is not taken over.',
  ENV_FILE: 'More variables come from a file, which Gatehouse does not read. Add the ones it needs by hand later.',
  SIGN_IN: 'How it signs in there is not taken over.',
  SANDBOX: 'What it may reach is limited there. Those limits are not taken over.',
  SETTING_UNKNOWN: 'Gatehouse has no such setting, so it is left out.',
  VALUE_WRONG: 'This is not written as it has to be, so it can’t be used.',
  COMMAND_SPLIT: 'Program and arguments stood in one line. Check that they are taken apart rightly.',
  TYPE_UNSUPPORTED: 'Gatehouse can’t run servers of this kind.',
  NOTHING_TO_RUN: 'It names neither a program to run nor an address to connect to.',
};

export const REASON_WORDS: Readonly<Record<ImportInput['reason'], string>> = {
  asked: 'The other application asks for this.',
  environment: 'The other application takes this from its environment. Gatehouse does not look there.',
  computed: 'The other application puts this in by itself.',
  placeholder: 'Only a placeholder stands there.',
  missing: 'Only the name stands there.',
};

export const EXPORT_NOTE_WORDS: Readonly<Record<ExportNote['code'], string>> = {
  BUNDLE: 'was left out: a bundle is files, and a configuration has none.',
  REMOTE: 'was left out: this application has only local servers in this file.',
  SSE: 'was left out: this application does not speak HTTP+SSE.',
  WORKING_DIRECTORY: 'was written without its working directory, which this application has no place for.',
  SECRETS: 'was written without its secrets. Enter them in the other application.',
};

export interface FieldWords {
  /** For example `Argument 2`. Ours. */
  readonly kind: string;
  /** Of a variable or header. Theirs. */
  readonly name?: string;
}

/** @param field As the contract names it. */
export function fieldWords(field: string): FieldWords {
  const [, place, name] = /^(env|headers)\.(.*)$/s.exec(field) ?? [];
  if (name !== undefined) return { kind: place === 'env' ? 'Variable' : 'Header', name };
  const [, index] = /^args\[(\d+)\]$/.exec(field) ?? [];
  if (index !== undefined) return { kind: `Argument ${Number(index) + 1}` };
  if (field === 'command') return { kind: 'Program' };
  return { kind: field === 'cwd' ? 'Working directory' : 'Address' };
}

/** Files that are a configuration by their name, when one is dropped on the window. */
export function isConfigurationName(fileName: string): boolean {
  return /\.(?:jsonc?|ya?ml|code-workspace)$/i.test(fileName);
}
