/**
 * Adding a remote server by its address.
 */
import type { ReactNode } from 'react';
import { useCommand } from '../../state/useCommand.ts';
import { ProposeScreen } from './ProposeScreen.tsx';
import { RemoteServerForm } from './RemoteServerForm.tsx';

export function TypeAddressScreen(): ReactNode {
  return (
    <ProposeScreen
      title="Connect to an address"
      description="Nothing is sent to it yet. Next you see exactly what would be reached, and decide."
      Form={RemoteServerForm}
      submitLabel="Show what would be reached"
      propose={useCommand('server.proposeRemote')}
    />
  );
}
