/**
 * Adding a server: the choice of a way.
 */
import type { ReactNode } from 'react';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { WaysToAdd } from './WaysToAdd.tsx';

export function AddScreen(): ReactNode {
  return (
    <>
      <PageHeader
        title="Add a server"
        description="Whichever way you take: you see exactly what would run or be reached, and nothing starts before you agree."
      />
      <WaysToAdd />
    </>
  );
}
