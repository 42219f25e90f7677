/**
 * The resources of one server and its templates for further ones: find one, read what it says, read it.
 */
import { SegmentedControl } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { CommandResult } from '../../../app/contract/commands.ts';
import type { ServerView } from '../../../app/contract/servers.ts';
import { LeftOut } from '../lists/LeftOut.tsx';
import { OfferedList } from '../lists/OfferedList.tsx';
import { OfferedPanel } from '../lists/OfferedPanel.tsx';
import { useOffered } from '../lists/useOffered.ts';
import { ResourceDetail } from './ResourceDetail.tsx';
import { TemplateDetail } from './TemplateDetail.tsx';

export interface ResourcesPanelProps {
  readonly server: ServerView;
}

type Listed = CommandResult<'server.resources'>;

export function ResourcesPanel({ server }: ResourcesPanelProps): ReactNode {
  const offered = useOffered('server.resources', server, server.resourcesRevision, (list) => ({
    count: list.resources.length + list.templates.length,
    revision: list.resourcesRevision,
  }));
  return (
    <OfferedPanel server={server} offered={offered} things="resources">
      {(list) => <FoundResources server={server} list={list} />}
    </OfferedPanel>
  );
}

interface FoundResourcesProps {
  readonly server: ServerView;
  readonly list: Listed;
}

function FoundResources({ server, list }: FoundResourcesProps): ReactNode {
  const { resources, templates, dropped } = list;
  const [kind, setKind] = useState<'resources' | 'templates'>('resources');
  // A list without entries is no choice.
  const shown = resources.length === 0 ? 'templates' : templates.length === 0 ? 'resources' : kind;
  const shared = {
    serverId: server.serverId,
    note: <LeftOut count={dropped} />,
    above: resources.length > 0 && templates.length > 0 && <KindSwitch list={list} kind={kind} onChange={setKind} />,
  };
  if (shown === 'templates') {
    return (
      <OfferedList
        {...shared}
        noun="template"
        items={templates}
        keyOf={({ uriTemplate }) => uriTemplate}
        detail={(template) => <TemplateDetail server={server} template={template} />}
        nothingChosen="A template makes addresses from what you fill in."
      />
    );
  }
  return (
    <OfferedList
      {...shared}
      noun="resource"
      items={resources}
      keyOf={({ uri }) => uri}
      detail={(resource) => <ResourceDetail server={server} resource={resource} />}
      nothingChosen="What the server says about it and what is in it will stand here."
    />
  );
}

interface KindSwitchProps {
  readonly list: Listed;
  readonly kind: 'resources' | 'templates';
  readonly onChange: (kind: 'resources' | 'templates') => void;
}

function KindSwitch({ list, kind, onChange }: KindSwitchProps): ReactNode {
  return (
    <SegmentedControl
      aria-label="What is listed"
      className="gh-kinds"
      fullWidth
      mb="xs"
      value={kind}
      onChange={(chosen) => onChange(chosen === 'templates' ? 'templates' : 'resources')}
      data={[
        { value: 'resources', label: `Resources (${list.resources.length})` },
        { value: 'templates', label: `Templates (${list.templates.length})` },
      ]}
    />
  );
}
