/**
 * A bundle that was read and waits for a person: what it is, how it stands to what is installed, its configuration.
 */
import { Button, Group, Radio } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { InstallId } from '../../../app/contract/ids.ts';
import type { InstallRelation, InstallState } from '../../../app/contract/installs.ts';
import { useMirror } from '../../state/mirror.ts';
import { useCommand } from '../../state/useCommand.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { BundleSummary } from './BundleSummary.tsx';
import { ConfigForm } from './ConfigForm.tsx';

export interface ReadyInstallProps {
  readonly installId: InstallId;
  readonly state: InstallState & { readonly kind: 'ready' };
  readonly onCancel: () => void;
}

export function ReadyInstall({ installId, state, onCancel }: ReadyInstallProps): ReactNode {
  const { bundle, relation, config, problem } = state;
  const [asNew, setAsNew] = useState(false);
  const next = useCommand('install.continue');
  const needsChoice = relation.kind === 'same' && !asNew;
  const error = next.status === 'failed' ? next.error : problem;
  return (
    <>
      <PageHeader
        title="Add a server from a bundle"
        description="Nothing of it has run. Before anything does, you see exactly what would."
      />
      <div className="gh-column">
        {relation.kind !== 'new' && (
          <Relation relation={relation} version={bundle.version} asNew={asNew} onAsNew={setAsNew} />
        )}
        <BundleSummary bundle={bundle} />
        {needsChoice ? (
          <Group>
            <Button variant="default" onClick={onCancel}>
              Close
            </Button>
          </Group>
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
              key={String(asNew)}
              options={bundle.options}
              stored={asNew ? {} : config}
              error={error}
              pending={next.status === 'pending'}
              submitLabel="Show what would run"
              onSubmit={(inputs) => void next.run({ installId, config: inputs, asNewServer: asNew })}
              onCancel={onCancel}
            />
          </section>
        )}
        {needsChoice && error !== undefined && <ErrorAlert error={error} />}
      </div>
    </>
  );
}

interface RelationProps {
  readonly relation: Exclude<InstallRelation, { readonly kind: 'new' }>;
  readonly version: string;
  readonly asNew: boolean;
  readonly onAsNew: (asNew: boolean) => void;
}

function Relation({ relation, version, asNew, onAsNew }: RelationProps): ReactNode {
  const server = useMirror(({ servers }) => servers.find((each) => each.serverId === relation.serverId));
  const { replace } = useNavigation();
  const name = <QuotedName name={server?.name ?? ''} />;
  if (relation.kind === 'same') {
    return (
      <section className="gh-card">
        <h2>You already have this bundle</h2>
        <p>It is byte for byte the one that {name} was installed from.</p>
        <Group>
          <Button
            onClick={() => {
              replace({ at: 'server', serverId: relation.serverId });
            }}
          >
            Go to the server
          </Button>
          <Button variant="default" disabled={asNew} onClick={() => onAsNew(true)}>
            Install as a second server
          </Button>
        </Group>
      </section>
    );
  }
  const isDowngrade = relation.kind === 'downgrade';
  return (
    <section className={isDowngrade ? 'gh-card gh-caution-card' : 'gh-card'}>
      <h2>
        {isDowngrade ? 'This is an older version of a server you have' : 'This is a new version of a server you have'}
      </h2>
      <p>
        {name} has version <VisibleText text={relation.fromVersion} mono />; this bundle is version{' '}
        <VisibleText text={version} mono />.{' '}
        {isDowngrade
          ? 'Older versions can have faults that were mended since.'
          : 'Its settings and secrets are kept, and so is the previous version until the new one has started.'}
      </p>
      <Radio.Group
        value={asNew ? 'second' : 'replace'}
        onChange={(value) => onAsNew(value === 'second')}
        label="What to do"
      >
        <div className="gh-radios">
          <Radio value="replace" label={isDowngrade ? 'Go back to this version' : 'Update the server'} />
          <Radio value="second" label="Install it as a second server" />
        </div>
      </Radio.Group>
    </section>
  );
}
