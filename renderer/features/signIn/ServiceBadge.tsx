/**
 * Marks who signs in without a person: what such an identity does is nobody's own doing.
 */
import { IconRobot } from '@tabler/icons-react';
import type { ReactNode } from 'react';

export function ServiceBadge(): ReactNode {
  return (
    <span className="gh-severity gh-severity-note">
      <IconRobot size={15} aria-hidden />
      <span>Runs as a service identity</span>
    </span>
  );
}
