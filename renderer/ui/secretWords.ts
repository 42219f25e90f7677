/**
 * Where a secret is kept and what people call it. Pure.
 */
import type { ConfigOption } from '../../app/contract/bundles.ts';

/** What is needed to put a plan's secrets into words. */
export interface SecretContext {
  /** False where no keychain answers. */
  readonly keychain: boolean;
  /** The bundle's options, whose titles people know; none for a typed command. */
  readonly options: readonly Pick<ConfigOption, 'key' | 'title'>[];
}

export function keptWords(keychain: boolean): string {
  return keychain ? 'from your keychain' : 'kept for this run';
}

export function storedWords(keychain: boolean): string {
  return keychain ? 'stored in your keychain' : 'kept for this run';
}

/**
 * An option's title or a variable's name. Data: drawn as untrusted text.
 *
 * @param key As a plan names it: `user_config.KEY`, `env.NAME` or `header.NAME`.
 */
export function secretName(key: string, { options }: Pick<SecretContext, 'options'>): string {
  const [, kind, name = key] = /^(user_config|env|header)\.(.+)$/s.exec(key) ?? [];
  if (kind !== 'user_config') return name;
  const title = options.find((option) => option.key === name)?.title;
  return title === undefined || title.trim() === '' ? name : title;
}
