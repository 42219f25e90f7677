/**
 * The first screen, while there are no servers: what this is, and how to begin.
 */
import type { ReactNode } from 'react';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { WaysToAdd } from '../add/WaysToAdd.tsx';

export function WelcomeScreen(): ReactNode {
  return (
    <>
      <PageHeader
        title="Welcome to Gatehouse"
        description="MCP servers are programs that give AI tools access to your files and accounts. Gatehouse shows you exactly what such a program would run, starts nothing before you agree, and writes down what happens."
      />
      <WaysToAdd />
    </>
  );
}
