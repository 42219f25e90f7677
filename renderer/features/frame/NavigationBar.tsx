/**
 * The navigation: five places, how many things wait for a person, and how many tasks are open.
 */
import {
  IconChecklist,
  IconClockPlay,
  IconHistory,
  IconMessage2Question,
  IconServer2,
  IconSettings,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useMirror } from '../../state/mirror.ts';
import { countWaiting } from '../decisions/waiting.ts';
import { countOpenTasks, type OpenTasks } from '../tasks/taskWords.ts';
import { Mark } from './Mark.tsx';
import { useNavigation } from './navigation.tsx';
import { sectionOf } from './screens.ts';

const PLACES = [
  { at: 'servers', label: 'Servers', Icon: IconServer2 },
  { at: 'decisions', label: 'Decisions', Icon: IconChecklist },
  { at: 'tasks', label: 'Tasks', Icon: IconClockPlay },
  { at: 'activity', label: 'Activity', Icon: IconHistory },
  { at: 'settings', label: 'Settings', Icon: IconSettings },
] as const;

export function NavigationBar(): ReactNode {
  const { screen, go } = useNavigation();
  const waiting = useMirror(countWaiting);
  const tasks = useMirror(({ calls }) => countOpenTasks(calls));
  const section = sectionOf(screen);
  return (
    <nav className="gh-nav" aria-label="Main">
      <div className="gh-nav-inner">
        <div className="gh-brand">
          <Mark />
          <span>Gatehouse</span>
        </div>
        <ul>
          {PLACES.map(({ at, label, Icon }) => (
            <li key={at}>
              <button
                type="button"
                className="gh-nav-link"
                {...(section === at ? { 'aria-current': 'page' as const } : {})}
                onClick={() => {
                  if (screen.at !== at) go({ at });
                }}
              >
                <Icon size={20} aria-hidden />
                <span>{label}</span>
                {at === 'decisions' && waiting > 0 && (
                  <span className="gh-nav-badge">
                    {waiting}
                    <span className="gh-hidden"> waiting</span>
                  </span>
                )}
                {at === 'tasks' && tasks.open > 0 && <TasksBadge {...tasks} />}
              </button>
            </li>
          ))}
        </ul>
        {/* A screen reader hears of it when something comes to wait while a person is elsewhere. */}
        <span role="status" className="gh-hidden">
          {waiting > 0 && `Under Decisions, ${waiting} waiting. `}
          {tasks.asking > 0 && `Under Tasks, ${tasks.asking} in need of an answer.`}
        </span>
      </div>
    </nav>
  );
}

/** Quiet while tasks only run; with a sign and a colour of its own when one can't go on without an answer. */
export function TasksBadge({ open, asking }: OpenTasks): ReactNode {
  return (
    <span className={asking > 0 ? 'gh-nav-badge' : 'gh-nav-badge gh-nav-badge-quiet'}>
      {asking > 0 && <IconMessage2Question size="1.1em" aria-hidden />}
      {open}
      <span className="gh-hidden"> open{asking > 0 && `, ${asking} in need of an answer`}</span>
    </span>
  );
}
