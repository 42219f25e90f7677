/**
 * How an opened bundle stands to a server that is there, and what can be done with it.
 */
import { Button, Radio } from '@mantine/core';
import type { ReactNode } from 'react';
import type { InstallCandidate } from '../../../app/contract/installs.ts';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import type { InstallChoice } from './installChoice.ts';

export interface RelationSectionProps {
  readonly candidate: InstallCandidate;
  /** Of the bundle that was opened. */
  readonly version: string;
  readonly choice: InstallChoice | undefined;
  readonly onChoose: (choice: InstallChoice) => void;
}

export function RelationSection({ version, ...part }: RelationSectionProps): ReactNode {
  return part.candidate.kind === 'same' ? <Same {...part} /> : <OtherVersion {...part} version={version} />;
}

type PartProps = Omit<RelationSectionProps, 'version'>;

const SECOND_WORDS = 'It gets settings of its own. Secrets are not copied: enter them again.';

function Same({ candidate, choice, onChoose }: PartProps): ReactNode {
  const { replace } = useNavigation();
  return (
    <section className="gh-card">
      <h2>You already have this bundle</h2>
      <p>
        It is byte for byte the one that <QuotedName name={candidate.name} /> was installed from.
      </p>
      <ul className="gh-choices">
        <Choice
          words="Go to the server"
          primary={choice === undefined}
          onClick={() => {
            replace({ at: 'server', serverId: candidate.serverId });
          }}
        >
          Nothing is installed.
        </Choice>
        <Choice words="Install its files again" isChosen={choice === 'present'} onClick={() => onChoose('present')}>
          For when files of it are damaged or missing. Its settings and secrets are kept.
        </Choice>
        <Choice words="Install as a second server" isChosen={choice === 'second'} onClick={() => onChoose('second')}>
          {SECOND_WORDS}
        </Choice>
      </ul>
    </section>
  );
}

interface ChoiceProps {
  readonly words: string;
  readonly primary?: boolean;
  /** Absent for a button that leads away. */
  readonly isChosen?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Choice({ words, primary = false, isChosen, onClick, children }: ChoiceProps): ReactNode {
  return (
    <li>
      <Button
        variant={primary ? 'filled' : isChosen === true ? 'light' : 'default'}
        onClick={onClick}
        {...(isChosen === undefined ? {} : { 'aria-pressed': isChosen })}
      >
        {words}
      </Button>
      <span className="gh-soft">{children}</span>
    </li>
  );
}

function headingOf({ kind, version: installed }: InstallCandidate, version: string): string {
  if (kind === 'downgrade') return 'This is an older version of a server you have';
  if (installed === version) return 'This is the same version of a server you have, with other content';
  return 'This is a new version of a server you have';
}

function OtherVersion({ candidate, version, choice, onChoose }: RelationSectionProps): ReactNode {
  const isDowngrade = candidate.kind === 'downgrade';
  return (
    <section className={isDowngrade ? 'gh-card gh-caution-card' : 'gh-card'}>
      <h2>{headingOf(candidate, version)}</h2>
      <p>
        <QuotedName name={candidate.name} /> has version <VisibleText text={candidate.version} mono />; this bundle is
        version <VisibleText text={version} mono />.{' '}
        {isDowngrade
          ? 'Older versions can have faults that were mended since.'
          : 'Its settings and secrets are kept, and so is the previous version until the new one has started.'}
      </p>
      <Radio.Group
        value={choice ?? 'present'}
        onChange={(value) => onChoose(value === 'second' ? 'second' : 'present')}
        label="What to do"
      >
        <div className="gh-radios">
          <Radio value="present" label={isDowngrade ? 'Go back to this version' : 'Update the server'} />
          <Radio value="second" label="Install it as a second server" description={SECOND_WORDS} />
        </div>
      </Radio.Group>
    </section>
  );
}
