/**
 * A bundle that was read and waits for a person: what it is, how it stands to what is installed, its configuration.
 */
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ConfigValues } from '../../../app/contract/bundles.ts';
import type { InstallId, ServerId } from '../../../app/contract/ids.ts';
import type { InstallCandidate, InstallState } from '../../../app/contract/installs.ts';
import { useMirror } from '../../state/mirror.ts';
import { useCommand } from '../../state/useCommand.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { BundleSummary } from './BundleSummary.tsx';
import { CandidatesSection } from './CandidatesSection.tsx';
import { ConfigForm } from './ConfigForm.tsx';
import { choiceFor, initialChoice } from './installChoice.ts';
import { RelationSection } from './RelationSection.tsx';

export interface ReadyInstallProps {
  readonly installId: InstallId;
  readonly state: ReadyState;
  readonly onCancel: () => void;
}

type ReadyState = InstallState & { readonly kind: 'ready' };

export function ReadyInstall({ installId, state, onCancel }: ReadyInstallProps): ReactNode {
  const { bundle, relation, problem } = state;
  const candidates: readonly InstallCandidate[] = relation.kind === 'new' ? [] : relation.candidates;
  const [serverId, setServerId] = useState(state.serverId ?? candidates[0]?.serverId);
  const [choice, setChoice] = useState(() => initialChoice(state));
  const next = useCommand('install.continue');
  const asNewServer = choice === 'second';
  const target = asNewServer ? undefined : serverId;
  const stored = useStored(state, target);
  const error = next.status === 'failed' ? next.error : problem;
  const candidate = candidates.find((each) => each.serverId === serverId);
  const chooseServer = (chosen: InstallCandidate): void => {
    setServerId(chosen.serverId);
    setChoice(choiceFor(chosen));
  };
  return (
    <>
      <PageHeader
        title="Add a server from a bundle"
        description="Nothing of it has run. Before anything does, you see exactly what would."
      />
      <div className="gh-column">
        {candidates.length > 1 && <CandidatesSection {...{ candidates, chosen: serverId, onChoose: chooseServer }} />}
        {candidate !== undefined && (
          <RelationSection candidate={candidate} version={bundle.version} choice={choice} onChoose={setChoice} />
        )}
        <BundleSummary bundle={bundle} />
        {choice === undefined ? (
          <>
            {error !== undefined && <ErrorAlert error={error} />}
            <Group>
              <Button variant="default" onClick={onCancel}>
                Close
              </Button>
            </Group>
          </>
        ) : (
          <section className="gh-card" aria-labelledby="config-heading">
            <h2 id="config-heading">Configuration</h2>
            {bundle.options.length === 0 && <p className="gh-soft">This bundle has nothing to set up.</p>}
            {bundle.options.length > 0 && (
              <p className="gh-soft">
                Titles and descriptions are the bundle’s own words. Fields with a * have to be filled in.
              </p>
            )}
            <ConfigForm
              key={target ?? choice}
              options={bundle.options}
              stored={stored}
              error={error}
              pending={next.status === 'pending'}
              submitLabel="Show what would run"
              onSubmit={(config) => void next.run({ installId, config, asNewServer, serverId: target })}
              onCancel={onCancel}
            />
          </section>
        )}
      </div>
    </>
  );
}

/**
 * What the form starts from. `state.config` belongs to the server it came with: after a problem it holds what was filled
 * in then. Another choice starts from the server that is there, or, for a second server, from nothing.
 */
function useStored({ config, serverId }: ReadyState, target: ServerId | undefined): ConfigValues {
  const present = useMirror(({ servers }) => servers.find((each) => each.serverId === target));
  if (target === serverId) return config;
  return present?.source.kind === 'bundle' ? present.source.config : {};
}
