/**
 * Words for where a remote server is and how it is reached. Pure.
 */
import type { PlanChange, PlanText, RemotePlan } from '../../../app/contract/plan.ts';

export interface RemoteWords {
  /** A few words, for a row and for a difference. */
  readonly short: string;
  readonly text: string;
}

export const ZONE_WORDS: Readonly<Record<RemotePlan['zone'], RemoteWords & { readonly where: string }>> = {
  loopback: {
    where: 'on this computer',
    short: 'This computer',
    text: 'A program that already runs here answers. Gatehouse does not start it and can’t tell which one it is.',
  },
  private: {
    where: 'in your own network',
    short: 'Your own network',
    text: 'A computer near you answers, such as one at home or at work.',
  },
  public: { where: 'on the internet', short: 'The internet', text: 'A computer that can be anywhere answers.' },
};

export const TLS_WORDS: Readonly<Record<RemotePlan['tls'], RemoteWords>> = {
  https: {
    short: 'Encrypted (HTTPS)',
    text: 'Nobody on the way can read or change what is sent. Before anything is, the other side has to show a certificate, one this computer accepts, for exactly this name:',
  },
  none: {
    short: 'Not encrypted (HTTP)',
    text: 'No certificate proves who answers, and everybody on the way can read and change what is sent and what comes back.',
  },
};

export const TRANSPORT_WORDS: Readonly<Record<RemotePlan['transport'], string>> = {
  auto: 'Streamable HTTP, or the older HTTP with SSE if the server knows no other',
  streamable_http: 'Streamable HTTP',
  sse: 'The older HTTP with SSE',
};

/** A changed value in words where the plan has a word of its own for it. */
export function changedValue(field: PlanChange['field'], value: PlanText): PlanText {
  if (typeof value !== 'string') return value;
  if (field === 'zone') return wordOf(ZONE_WORDS, value)?.short ?? value;
  if (field === 'tls') return wordOf(TLS_WORDS, value)?.short ?? value;
  if (field === 'transport') return wordOf(TRANSPORT_WORDS, value) ?? value;
  return value;
}

function wordOf<T>(words: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(words, key) ? words[key] : undefined;
}
