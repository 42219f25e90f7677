/**
 * What is shown where there is no host to show: connecting, why this page is not let in, or that Gatehouse has quit.
 */
import { Loader, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SessionRefusal } from '../../../app/contract/session.ts';
import type { ConnectionState } from '../../bridge/createBridge.ts';
import { useConnection } from '../../state/mirror.ts';
import { Mark } from './Mark.tsx';
import './frame.css';

const REFUSALS: Readonly<Record<SessionRefusal, { readonly title: string; readonly text: string }>> = {
  unknown: {
    title: 'This page has no key to Gatehouse',
    text: 'It was opened without the link that Gatehouse gives out, or Gatehouse was started anew since.',
  },
  expired: {
    title: 'The link is too old',
    text: 'A link to Gatehouse is good for 30 seconds.',
  },
  code_used: {
    title: 'The link was used before',
    text: 'A link to Gatehouse opens one page only. If you did not use it yourself, another program on this computer may have: quit Gatehouse and start it again.',
  },
};

export function StartScreen(): ReactNode {
  const connection = useConnection();
  if (connection.kind === 'refused') return <Refused reason={connection.reason} />;
  return (
    <main className="gh-start">
      <Mark size={48} />
      <Title order={1} size="h2">
        {connection.kind === 'lost' ? 'Gatehouse does not answer' : 'Opening Gatehouse…'}
      </Title>
      {connection.kind === 'lost' && <p role="status">Trying again…</p>}
      <Loader size="sm" />
    </main>
  );
}

export function Refused({ reason }: { readonly reason: SessionRefusal }): ReactNode {
  const words = REFUSALS[reason];
  return (
    <main className="gh-start">
      <Mark size={48} />
      <Title order={1} size="h2">
        {words.title}
      </Title>
      <p role="alert">{words.text}</p>
      <p className="gh-soft">Start Gatehouse again, or use the new link it prints.</p>
    </main>
  );
}

/** The last thing this page shows: Gatehouse has ended because a person said so. */
export function Ended({ by }: Pick<ConnectionState & { readonly kind: 'ended' }, 'by'>): ReactNode {
  return (
    <main className="gh-start">
      <Mark size={48} />
      <Title order={1} size="h2">
        Gatehouse has quit
      </Title>
      <p role="status">
        {by === 'storage.wipe' && 'Everything it kept on this computer is wiped. '}
        You can close this page.
      </p>
      <p className="gh-soft">To go on, start Gatehouse again.</p>
    </main>
  );
}
