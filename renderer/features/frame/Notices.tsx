/**
 * What a person should know although no screen of theirs caused it: a store set aside, no keychain.
 */
import { ActionIcon } from '@mantine/core';
import { IconKeyOff, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useMirror } from '../../state/mirror.ts';
import { useCommand } from '../../state/useCommand.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';

export function Notices(): ReactNode {
  const notices = useMirror((mirror) => mirror.notices);
  const keychain = useMirror(({ host }) => host.keychain);
  const { run } = useCommand('notice.dismiss');
  if (notices.length === 0 && keychain) return null;
  return (
    <div className="gh-notices">
      {notices.map(({ noticeId, error }) => (
        <ErrorAlert key={noticeId} error={error} tone="caution" onClose={() => void run({ noticeId })} />
      ))}
      {!keychain && <NoKeychain />}
    </div>
  );
}

/** Put away for this page only: it stays true, and Settings goes on saying it. */
let putAway = false;

function NoKeychain(): ReactNode {
  const [hidden, setHidden] = useState(putAway);
  if (hidden) return null;
  return (
    <div className="gh-info" role="note">
      <IconKeyOff size={20} aria-hidden />
      <span>
        <strong>No keychain.</strong> Secrets you enter and what you agree to last until Gatehouse quits. Nothing secret
        is written to disk.
      </span>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label="Dismiss"
        onClick={() => {
          putAway = true;
          setHidden(true);
        }}
      >
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}
