/**
 * What Gatehouse knows about where a server comes from, and what was agreed for it.
 */
import { Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ServerSource, ServerView } from '../../../app/contract/servers.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Quoted } from '../../ui/Quoted.tsx';
import { SecretChip } from '../../ui/SecretChip.tsx';
import { keptWords } from '../../ui/secretWords.ts';
import { SignatureLine } from '../../ui/SignatureLine.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { useMirror } from '../../state/mirror.ts';
import { Agreement } from './Agreement.tsx';
import { commandLine } from './commandLine.ts';

export interface ServerAboutProps {
  readonly server: ServerView;
}

export function ServerAbout({ server }: ServerAboutProps): ReactNode {
  const { source } = server;
  return (
    <Stack gap="lg">
      {source.kind === 'bundle' && <BundleFacts source={source} />}
      {source.kind === 'typed' && <CommandFacts source={source} />}
      {source.kind === 'remote' && <AddressFacts source={source} />}
      <Agreement server={server} />
    </Stack>
  );
}

function BundleFacts({ source }: { readonly source: Extract<ServerSource, { kind: 'bundle' }> }): ReactNode {
  const digest = source.fileSha256.replace(/^sha256:/, '');
  return (
    <section className="gh-card" aria-labelledby="bundle-heading">
      <Title order={2} id="bundle-heading" mb="sm">
        The bundle
      </Title>
      <dl className="gh-facts">
        <dt>File</dt>
        <dd>
          <VisibleText text={source.fileName} mono />
        </dd>
        <dt>SHA-256</dt>
        <dd>
          <VisibleText text={digest} mono /> <CopyButton text={digest} label="Copy the SHA-256" />
        </dd>
        <dt>Signature</dt>
        <dd>
          <SignatureLine signature={source.signature} />
        </dd>
      </dl>
      <Stack gap="sm" mt="md">
        <Quoted label="Name and version, as the bundle says:" text={`${source.displayName} ${source.version}`} />
        <Quoted label="Author, as the bundle says:" text={source.author} />
      </Stack>
    </section>
  );
}

function CommandFacts({ source }: { readonly source: Extract<ServerSource, { kind: 'typed' }> }): ReactNode {
  const { command, args, env, cwd } = source.definition;
  const { keychain, platform } = useMirror(({ host }) => host);
  const line = commandLine([command, ...args], platform);
  return (
    <section className="gh-card" aria-labelledby="command-heading">
      <Title order={2} id="command-heading" mb="sm">
        The command
      </Title>
      <dl className="gh-facts">
        <dt>Command</dt>
        <dd>
          <VisibleText text={command} mono /> <CopyButton text={command} label="Copy the command" />
        </dd>
        {args.map((argument, index) => (
          <Row key={index} label={`Argument ${index + 1}`} text={argument} />
        ))}
        {env.map(({ name, value, secret }) => (
          <Row key={name} label="Variable" text={`${name}=${value ?? ''}`}>
            {secret && <SecretChip>{keptWords(keychain)}</SecretChip>}
          </Row>
        ))}
        {cwd === undefined ? (
          <>
            <dt>Working directory</dt>
            <dd>your home folder</dd>
          </>
        ) : (
          <Row label="Working directory" text={cwd} />
        )}
        <dt>As one line</dt>
        <dd>
          <VisibleText text={line} mono /> <CopyButton text={line} label="Copy the command line" />
          <div className="gh-soft">
            Quoted for {platform === 'win32' ? 'PowerShell' : 'a shell'}, to copy. Gatehouse itself uses no shell.
          </div>
        </dd>
      </dl>
    </section>
  );
}

function AddressFacts({ source }: { readonly source: Extract<ServerSource, { kind: 'remote' }> }): ReactNode {
  const { url, headers } = source.definition;
  const keychain = useMirror(({ host }) => host.keychain);
  return (
    <section className="gh-card" aria-labelledby="address-heading">
      <Title order={2} id="address-heading" mb="sm">
        The address
      </Title>
      <dl className="gh-facts">
        <dt>Address</dt>
        <dd>
          <VisibleText text={url} mono /> <CopyButton text={url} label="Copy the address" />
        </dd>
        {headers.map(({ name, value, secret }) => (
          <HeaderRow key={name} name={name}>
            {secret ? <SecretChip>{keptWords(keychain)}</SecretChip> : <VisibleText text={value ?? ''} mono />}
          </HeaderRow>
        ))}
      </dl>
    </section>
  );
}

function HeaderRow({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <>
      <dt>
        Header <VisibleText text={name} mono />
      </dt>
      <dd>{children}</dd>
    </>
  );
}

interface RowProps {
  readonly label: string;
  readonly text: string;
  /** After the text. */
  readonly children?: ReactNode;
}

function Row({ label, text, children }: RowProps): ReactNode {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {text === '' ? <span className="gh-escape">empty</span> : <VisibleText text={text} mono />}
        {children}
      </dd>
    </>
  );
}
