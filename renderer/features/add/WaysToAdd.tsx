/**
 * The ways to get a server, as cards: the sample, a bundle, a command, an address, another application.
 */
import { Button } from '@mantine/core';
import { IconPackage, IconSparkles, IconTerminal2, IconTransfer, IconWorld } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useMirror } from '../../state/mirror.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { useOpenBundle } from './useOpenBundle.ts';
import './add.css';

export function WaysToAdd(): ReactNode {
  const samples = useMirror(({ host }) => host.samples);
  const bundle = useOpenBundle();
  const { go } = useNavigation();
  return (
    <>
      {bundle.error !== undefined && <ErrorAlert error={bundle.error} />}
      <ul className="gh-ways">
        {samples.map((sample) => (
          <Way
            key={sample.name}
            icon={<IconSparkles size={26} aria-hidden />}
            title={sample.title}
            text={sample.description}
            action="Try the sample"
            pending={bundle.pending}
            onClick={() => void bundle.open({ kind: 'sample', name: sample.name })}
          />
        ))}
        <Way
          icon={<IconPackage size={26} aria-hidden />}
          title="Open a bundle"
          text="A file whose name ends in .mcpb. You can also drop it anywhere on this window."
          action="Choose a file…"
          pending={bundle.pending}
          onClick={() => void bundle.choose()}
        />
        <Way
          icon={<IconTerminal2 size={26} aria-hidden />}
          title="Type a command"
          text="For a server that is installed already, or that you are writing yourself."
          action="Enter a command"
          pending={false}
          onClick={() => {
            go({ at: 'type_command' });
          }}
        />
        <Way
          icon={<IconWorld size={26} aria-hidden />}
          title="Connect to an address"
          text="For a server that runs elsewhere and that you reach over the network."
          action="Enter an address"
          pending={false}
          onClick={() => {
            go({ at: 'type_address' });
          }}
        />
        <Way
          icon={<IconTransfer size={26} aria-hidden />}
          title="Bring servers from another application"
          text="From Claude, VS Code, Cursor and others: open or paste what they have written down, or paste an install link."
          action="Bring servers"
          pending={false}
          onClick={() => {
            go({ at: 'bring' });
          }}
        />
      </ul>
    </>
  );
}

interface WayProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly pending: boolean;
  readonly onClick: () => void;
}

function Way({ icon, title, text, action, pending, onClick }: WayProps): ReactNode {
  return (
    <li className="gh-card gh-way">
      <span className="gh-way-icon">{icon}</span>
      <h2>{title}</h2>
      <p>{text}</p>
      <Button variant="light" fullWidth disabled={pending} onClick={onClick}>
        {action}
      </Button>
    </li>
  );
}
