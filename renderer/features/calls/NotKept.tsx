/**
 * Names the arguments whose values were not kept.
 */
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { withheldName } from './callAgain.ts';

export interface NotKeptProps {
  /** JSON Pointers. */
  readonly withheld: readonly string[];
  /** Our words before the names. */
  readonly children: ReactNode;
}

export function NotKept({ withheld, children }: NotKeptProps): ReactNode {
  if (withheld.length === 0) return null;
  return (
    <Text size="sm" mt={6}>
      {children}{' '}
      {withheld.map((pointer, index) => (
        <span key={pointer}>
          {index > 0 && ', '}
          <QuotedName name={withheldName(pointer)} />
        </span>
      ))}
    </Text>
  );
}
