/**
 * An address that others supply, whole and taken apart: where it leads, in both spellings, and what is unusual about it.
 *
 * SECURITY(S11): there is no link, and nothing that copies it.
 */
import type { ReactNode } from 'react';
import type { UrlParts } from '../../../app/contract/input.ts';
import { AddressView } from '../../ui/AddressView.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { Warning } from '../../ui/Warning.tsx';
import { onTheWay, URL_WARNING_WORDS } from './urlWords.ts';
import './questions.css';

export function WholeAddress({ url }: { readonly url: UrlParts }): ReactNode {
  const { host, hostUnicode, registrable, warnings } = url;
  return (
    <>
      <p className="gh-whole-address">
        <AddressView url={url.url} host={host} registrable={registrable} />
      </p>
      <dl className="gh-facts">
        <dt>Leads to</dt>
        <dd>
          <strong>
            <VisibleText text={registrable ?? host} mono />
          </strong>
          {registrable !== undefined && registrable !== host && (
            <span className="gh-soft"> (all of the name: {<VisibleText text={host} mono />})</span>
          )}
        </dd>
        {hostUnicode !== undefined && (
          <>
            <dt>Also written</dt>
            <dd>
              <VisibleText text={hostUnicode} mono />
            </dd>
          </>
        )}
        <dt>On the way</dt>
        <dd>{onTheWay(url)}</dd>
      </dl>
      {warnings.map((warning) => (
        <Warning key={warning}>
          <strong>{URL_WARNING_WORDS[warning].title}.</strong> {URL_WARNING_WORDS[warning].why}
        </Warning>
      ))}
    </>
  );
}
