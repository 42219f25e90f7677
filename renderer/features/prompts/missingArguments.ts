/**
 * Which arguments of a prompt have to be filled in still, and what is sent. Pure.
 */
import type { PromptView } from '../../../app/contract/resources.ts';

type Values = Readonly<Record<string, string>>;

/** Problems by argument. */
export function missingArguments(prompt: Pick<PromptView, 'arguments'>, values: Values): ReadonlyMap<string, string> {
  const missing = prompt.arguments.filter(({ name, required }) => required && (valueOf(values, name) ?? '') === '');
  return new Map(missing.map(({ name }) => [name, 'The server says that it needs this.']));
}

/** Without fields that were left empty: an argument that is absent is not one that is empty. */
export function filledArguments(prompt: Pick<PromptView, 'arguments'>, values: Values): Values {
  return Object.fromEntries(
    prompt.arguments.flatMap(({ name }) => {
      const value = valueOf(values, name);
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
}

function valueOf(values: Values, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
