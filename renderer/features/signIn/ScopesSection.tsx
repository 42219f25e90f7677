/**
 * What a server would be allowed, in its own words; for an upgrade as the difference to what was granted.
 *
 * SECURITY(S12): a scope is a word of the server's, and nothing says what it really allows.
 */
import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SignInDecisionView } from '../../../app/contract/authorization.ts';
import { Quoted } from '../../ui/Quoted.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { OPENID_SCOPE_WORDS } from './signInWords.ts';

/** OpenID Connect Core 1.0 §11: asked for wherever an authorization server knows it, and never a word of the server's. */
const OFFLINE = 'offline_access';

export function ScopesSection({ decision }: { readonly decision: SignInDecisionView }): ReactNode {
  const { at, reason, scopes } = decision;
  const isUpgrade = reason === 'upgrade';
  if (at === 'provider') return <AtProvider scopes={scopes} />;
  return (
    <section className="gh-card" aria-labelledby="scopes-heading">
      <Title order={2} id="scopes-heading">
        {isUpgrade ? 'What it asks for in addition' : 'What it asks for'}
      </Title>
      {isUpgrade && <Difference decision={decision} />}
      {!isUpgrade && scopes.length > 0 && (
        <>
          <p className="gh-tight">
            These words are the server’s own, and only it knows what they allow. The page in your browser may say more.
          </p>
          <ScopeList
            label="The server asks for:"
            names={scopes.map(({ name }) => name).filter((name) => name !== OFFLINE)}
          />
          {scopes.some(({ name }) => name === OFFLINE) && (
            <p className="gh-tight">
              Gatehouse asks for <VisibleText text={OFFLINE} mono /> as well, so that you stay signed in.
            </p>
          )}
        </>
      )}
      {!isUpgrade && scopes.length === 0 && (
        <p className="gh-tight">
          Nothing in particular is named: the authorization server grants its usual ones. The page in your browser may
          say which.
        </p>
      )}
    </section>
  );
}

/** These words are Gatehouse's own, and OpenID Connect says what they mean. */
function AtProvider({ scopes }: Pick<SignInDecisionView, 'scopes'>): ReactNode {
  return (
    <section className="gh-card" aria-labelledby="scopes-heading">
      <Title order={2} id="scopes-heading">
        What Gatehouse asks for
      </Title>
      <ul className="gh-scopes gh-scopes-explained">
        {scopes.map(({ name }) => (
          <li key={name}>
            <VisibleText text={name} mono />
            {OPENID_SCOPE_WORDS.has(name) && <span className="gh-soft"> ({OPENID_SCOPE_WORDS.get(name)})</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Difference({ decision }: { readonly decision: SignInDecisionView }): ReactNode {
  const { scopes, toolName, said } = decision;
  const held = scopes.filter(({ isHeld }) => isHeld).map(({ name }) => name);
  const added = scopes.filter(({ name, isHeld }) => !isHeld && name !== OFFLINE).map(({ name }) => name);
  return (
    <>
      <p className="gh-tight">
        {toolName === undefined ? (
          'A request of yours can’t go on without it. '
        ) : (
          <>
            Its tool <VisibleText text={toolName} mono /> can’t go on without it.{' '}
          </>
        )}
        The words are the server’s own, and only it knows what they allow.
      </p>
      <div className="gh-scope-difference">
        <div>
          <h3>You have granted</h3>
          {held.length === 0 ? <p className="gh-tight">Nothing of what is named</p> : <Scopes names={held} sign="" />}
        </div>
        <div className="gh-scope-added">
          <h3>It asks for in addition</h3>
          {added.length === 0 ? (
            <p className="gh-tight">Nothing new: it does not accept what you have granted</p>
          ) : (
            <Scopes names={added} sign="+" />
          )}
        </div>
      </div>
      {said !== undefined && <Quoted by="server" text={said} />}
    </>
  );
}

function ScopeList({ label, names }: { readonly label: string; readonly names: readonly string[] }): ReactNode {
  return (
    <blockquote className="gh-quoted gh-scope-quote">
      <span className="gh-quoted-label">{label}</span>
      <Scopes names={names} sign="" />
    </blockquote>
  );
}

function Scopes({ names, sign }: { readonly names: readonly string[]; readonly sign: string }): ReactNode {
  return (
    <ul className="gh-scopes">
      {names.map((name) => (
        <li key={name}>
          {sign !== '' && (
            <span className="gh-scope-sign" aria-hidden>
              {sign}{' '}
            </span>
          )}
          <VisibleText text={name} mono />
        </li>
      ))}
    </ul>
  );
}
