/**
 * Where one would sign in: the authorization server or identity provider by its issuer, and where the browser goes, with what is unusual.
 */
import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SignInDecisionView } from '../../../app/contract/authorization.ts';
import type { UrlParts } from '../../../app/contract/input.ts';
import { AddressView } from '../../ui/AddressView.tsx';
import { Warning } from '../../ui/Warning.tsx';
import { WholeAddress } from '../questions/WholeAddress.tsx';
import { WARNING_WORDS } from './signInWords.ts';

export function AuthorizationServer({ decision }: { readonly decision: SignInDecisionView }): ReactNode {
  const { at, reason, issuer, authorizationEndpoint, warnings } = decision;
  return (
    <section className="gh-card" aria-labelledby="where-heading">
      <Title order={2} id="where-heading">
        Where you would sign in
      </Title>
      <p className="gh-tight">
        {at === 'provider'
          ? 'The identity provider as it is set up in Gatehouse’s settings.'
          : 'The authorization server that this server names.'}
        {reason === 'first' && ' Only what it publishes about itself has been read so far.'}
      </p>
      <WholeAddress url={issuer} />
      {warnings.map((warning) => (
        <Warning key={warning}>
          <strong>{WARNING_WORDS[warning].title}.</strong> {WARNING_WORDS[warning].text}
        </Warning>
      ))}
      <BrowserGoal url={authorizationEndpoint} issuer={issuer} />
    </section>
  );
}

/** One line where the browser stays with the authorization server; everything about the address where it doesn't. */
function BrowserGoal({ url, issuer }: { readonly url: UrlParts; readonly issuer: UrlParts }): ReactNode {
  const staysThere =
    url.scheme === issuer.scheme &&
    url.host === issuer.host &&
    url.port === issuer.port &&
    url.warnings.every((warning) => issuer.warnings.includes(warning));
  if (staysThere) {
    return (
      <p className="gh-browser-goal">
        <span className="gh-soft">The browser opens at </span>
        <AddressView url={url.url} host={url.host} registrable={url.registrable} />
      </p>
    );
  }
  return (
    <>
      {url.host !== issuer.host && (
        <Warning>
          <strong>The browser opens at another name.</strong> The authorization server sends you to the address below to
          sign in, and not to its own.
        </Warning>
      )}
      <p className="gh-browser-goal">The browser opens at</p>
      <WholeAddress url={url} />
    </>
  );
}
