/**
 * Which of several servers an opened bundle is for.
 */
import { Radio } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ServerId } from '../../../app/contract/ids.ts';
import type { InstallCandidate } from '../../../app/contract/installs.ts';
import { formatTimestamp } from '../../ui/formatTime.ts';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';

export interface CandidatesSectionProps {
  readonly candidates: readonly InstallCandidate[];
  readonly chosen: ServerId | undefined;
  readonly onChoose: (candidate: InstallCandidate) => void;
}

export function CandidatesSection({ candidates, chosen, onChoose }: CandidatesSectionProps): ReactNode {
  return (
    <section className="gh-card">
      <h2>You have several servers of this bundle</h2>
      <Radio.Group
        value={chosen ?? null}
        onChange={(value) => {
          const candidate = candidates.find(({ serverId }) => serverId === value);
          if (candidate !== undefined) onChoose(candidate);
        }}
        label="Which one it is for"
      >
        <div className="gh-radios">
          {candidates.map(({ serverId, name, version, createdAtMs, kind }) => (
            <Radio
              key={serverId}
              value={serverId}
              label={
                <>
                  <QuotedName name={name} />, version <VisibleText text={version} mono />
                </>
              }
              description={`Added ${formatTimestamp(createdAtMs)}.${kind === 'same' ? ' It came from this very file.' : ''}`}
            />
          ))}
        </div>
      </Radio.Group>
    </section>
  );
}
