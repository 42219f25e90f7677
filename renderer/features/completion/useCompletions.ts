/**
 * What a server suggests for one argument, a moment after the last key.
 *
 * What is typed leaves this computer with it (MCP 2025-11-25 server/utilities/completion §Security): the form says so.
 */
import { useEffect, useState } from 'react';
import type { CommandParams } from '../../../app/contract/commands.ts';
import type { Completions } from '../../../app/contract/resources.ts';
import { useBridge } from '../../state/bridgeContext.ts';
import { runCommand } from '../../state/useCommand.ts';

/** Quiet after the last key before the server is asked, milliseconds. */
const QUIET_MS = 250;

export type Question = CommandParams<'argument.complete'>;
export type Suggestions = Completions & { readonly failed: boolean };

const NONE: Suggestions = { values: [], hasMore: false, failed: false };

/** @param question `undefined`: nothing is asked. */
export function useCompletions(question: Question | undefined): Suggestions {
  const bridge = useBridge();
  const key = question === undefined ? undefined : JSON.stringify(question);
  const [kept, setKept] = useState<{ readonly key: string; readonly suggestions: Suggestions }>();

  useEffect(() => {
    if (question === undefined || key === undefined) return undefined;
    let left = false;
    const timer = setTimeout(() => {
      void runCommand(bridge, 'argument.complete', question).then((outcome) => {
        if (left) return;
        const suggestions = outcome.status === 'done' ? withoutRepeats(outcome.result) : { ...NONE, failed: true };
        setKept({ key, suggestions });
      });
    }, QUIET_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
    // The question is compared by its text, since callers write it in place.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [bridge, key]);

  return kept !== undefined && kept.key === key ? kept.suggestions : NONE;
}

/** The list that is drawn takes each value once. */
function withoutRepeats({ values, hasMore }: Completions): Suggestions {
  return { values: [...new Set(values)], hasMore, failed: false };
}
