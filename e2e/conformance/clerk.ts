/**
 * The clerk at the desk: answers every decision as a person would who wants what the server offers. Nothing is answered
 * anywhere else.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { DecisionAnswer, DecisionView } from '../../app/contract/decisions.ts';
import { assertNever } from '../../app/contract/errors.ts';
import type { FormContent, FormField } from '../../app/contract/input.ts';
import type { Host } from '../../app/hostInterface.ts';

const TEXTS = {
  email: 'clerk@example.com',
  uri: 'https://example.com/',
  date: '2026-07-28',
  'date-time': '2026-07-28T12:00:00Z',
} as const;

/** From here on until the host is closed. `report` is told of each answer. */
export function seatClerk(host: Host, report: (line: string) => void): void {
  const answered = new Set<string>();
  host.subscribe((event) => {
    if (event.type !== 'decision.changed' || answered.has(event.decision.decisionId)) return;
    const { decision } = event;
    const answer = answerTo(decision);
    if (answer === undefined) return;
    answered.add(decision.decisionId);
    report(`asked: ${decision.kind}`);
    sendAnswer(host, decision, answer).catch((error: unknown) => report(`not answered: ${String(error)}`));
  });
}

async function sendAnswer(host: Host, decision: DecisionView, answer: DecisionAnswer): Promise<void> {
  // Agreement counts only from a moment on.
  if ('armedAtMs' in decision) await delay(Math.max(0, decision.armedAtMs - Date.now()) + 5);
  await host.run('decision.answer', { decisionId: decision.decisionId, digest: decision.digest, answer });
}

/** `undefined` while there is nothing to decide about. */
function answerTo(decision: DecisionView): DecisionAnswer | undefined {
  switch (decision.kind) {
    case 'connect':
      return { kind: 'connect', outcome: 'agree', statementTicked: decision.needsStatement };
    case 'launch': // No program is ever proposed here.
      return { kind: 'launch', outcome: 'cancel', statementTicked: false };
    case 'elicitation_form':
      return { kind: decision.kind, action: 'accept', content: fillIn(decision.fields), secretsConfirmed: true };
    case 'elicitation_url':
      return { kind: decision.kind, action: 'open' };
    case 'elicitation_wait':
      return { kind: decision.kind, action: 'finished' };
    case 'sign_in':
      return { kind: decision.kind, action: 'open' };
    case 'sign_in_wait': // The browser comes back by itself.
      return undefined;
    case 'sampling_prompt':
      return { kind: decision.kind, outcome: { action: 'by_hand', text: 'Written by hand.' } };
    case 'sampling_reply':
      if (decision.state !== 'ready') return undefined;
      return { kind: decision.kind, outcome: { action: 'send', content: decision.content } };
    default:
      return assertNever(decision);
  }
}

/** What the form comes pre-filled with, and something that fits where it asks for more. */
function fillIn(fields: readonly FormField[]): FormContent {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = field.default ?? (field.required ? exampleOf(field) : undefined);
      return value === undefined ? [] : [[field.key, value]];
    }),
  );
}

function exampleOf(field: FormField): FormContent[string] {
  switch (field.kind) {
    case 'text':
      return field.format === undefined ? 'text'.padEnd(field.minLength ?? 0, '.') : TEXTS[field.format];
    case 'number':
      return Math.ceil(field.minimum ?? field.maximum ?? 1);
    case 'boolean':
      return true;
    case 'choice':
      return field.options[0]?.value ?? '';
    case 'choices':
      return field.options.slice(0, field.minItems ?? 1).map(({ value }) => value);
    default:
      return assertNever(field);
  }
}
