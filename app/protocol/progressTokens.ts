/**
 * The progress tokens of one conversation, and who hears what comes under them.
 *
 * They are ours and not the SDK's, which forgets a token with the first answer: a call that became a task goes on reporting.
 */
import type { CallProgress } from '../contract/calls.ts';

export type OnProgress = (progress: CallProgress) => void;

/** As MCP 2025-11-25 basic/utilities/progress has it; what else the notification holds is nobody's. */
interface ProgressNotice {
  readonly progressToken: string | number;
  readonly progress: number;
  readonly total?: number | undefined;
  readonly message?: string | undefined;
}

export class ProgressTokens {
  private readonly prefix: string;
  private count = 0;
  private readonly listeners = new Map<string, OnProgress>();

  /** @param prefix Another one for every conversation, so that tokens of an earlier one mean what they meant. */
  constructor(prefix: string) {
    this.prefix = prefix;
  }

  /** A token that was never used. */
  open(onProgress: OnProgress): string {
    this.count += 1;
    const token = `${this.prefix}-${this.count}`;
    this.listeners.set(token, onProgress);
    return token;
  }

  /** Hears a token of an earlier conversation; the answer ends that. */
  hearAgain(token: string, onProgress: OnProgress): () => void {
    this.listeners.set(token, onProgress);
    return () => this.close(token);
  }

  close(token: string): void {
    this.listeners.delete(token);
  }

  /** @returns Whether anybody waits for it: a late notification changes nothing (§Behavior Requirements). */
  hear({ progressToken, progress, total, message }: ProgressNotice): boolean {
    const listener = this.listeners.get(String(progressToken));
    listener?.({
      progress,
      ...(total === undefined ? {} : { total }),
      ...(message === undefined ? {} : { message }),
    });
    return listener !== undefined;
  }
}
