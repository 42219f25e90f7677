/**
 * What an argument says, by name and value, as programs take them: `--api-key VALUE`, `--api-key=VALUE`,
 * `-e API_KEY=VALUE`, `--header 'Authorization: VALUE'`.
 */

export interface NamedArgument {
  /** Empty where it has none. */
  readonly name: string;
  readonly value: string;
}

export function nameOfArgument(args: readonly string[], index: number): NamedArgument {
  const text = args[index] ?? '';
  const [, own, value] = /^-{0,2}([\w.-]{1,100})(?:=|:\s)(.+)$/s.exec(text) ?? [];
  if (own !== undefined && value !== undefined) return { name: own, value };
  const [, option = ''] = /^--?([\w-]{1,100})$/.exec(args[index - 1] ?? '') ?? [];
  return text.startsWith('-') ? { name: '', value: text } : { name: option, value: text };
}
