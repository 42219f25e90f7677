/**
 * What a remote server learns once it is connected to, and what only later.
 */
import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RemotePlan } from '../../../app/contract/plan.ts';

export function SentSection({ plan }: { readonly plan: RemotePlan }): ReactNode {
  return (
    <section aria-labelledby="sent-heading" className="gh-card">
      <Title order={2} id="sent-heading">
        What it will be sent
      </Title>
      <p className="gh-tight">At once, when you agree:</p>
      <ul className="gh-reach">
        <li>Gatehouse’s name and version, and what Gatehouse can do for a server, such as showing you its questions</li>
        {plan.headers.length > 0 && <li>the headers above, with this and every later request</li>}
        {plan.zone !== 'loopback' && <li>your network address, as everything you reach over a network</li>}
      </ul>
      <p className="gh-tight">From then on, and only then:</p>
      <ul className="gh-reach">
        <li>what you enter when you call one of its tools</li>
        <li>what a sign-in grants you, with every request, if it asks you to sign in and you do</li>
        <li>the answers you give to its questions</li>
        <li>the folders that you share with it, by their paths, if you do</li>
      </ul>
    </section>
  );
}
