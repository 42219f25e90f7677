/**
 * Adding a server by its command.
 */
import type { ReactNode } from 'react';
import { useCommand } from '../../state/useCommand.ts';
import { ProposeScreen } from './ProposeScreen.tsx';
import { TypedServerForm } from './TypedServerForm.tsx';

export function TypeCommandScreen(): ReactNode {
  return (
    <ProposeScreen
      title="Add a server by its command"
      description="Nothing starts yet. Next you see exactly what would run, and decide."
      Form={TypedServerForm}
      submitLabel="Show what would run"
      propose={useCommand('server.propose')}
    />
  );
}
