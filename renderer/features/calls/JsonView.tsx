/**
 * A value as indented JSON, with a button that copies it.
 */
import type { ReactNode } from 'react';
import { LongText } from './LongText.tsx';

export interface JsonViewProps {
  readonly value: unknown;
  /** A noun: `schema` gives “Copy the schema”. */
  readonly noun: string;
}

export function JsonView({ value, noun }: JsonViewProps): ReactNode {
  return <LongText text={jsonText(value)} label={`Text of the ${noun}`} copyLabel={`Copy the ${noun}`} />;
}

/** Indented JSON; the empty text for `undefined`. */
export function jsonText(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value, undefined, 2);
}
