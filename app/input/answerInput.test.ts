import { ProtocolError } from '@modelcontextprotocol/client';
import { describe, expect, test } from 'vitest';
import { MAX_ROUNDS, visitAll, withInput, type InputExtra, type InputRequired } from './answerInput.ts';
import { createFakeRandomIds } from '../testing/fakePorts.ts';
import { manualClock } from '../testing/manualClock.ts';
import type { ClientSide } from './clientSide.ts';
import { ReceivedTasks } from './receivedTasks.ts';

type Answer = { readonly done: true } | InputRequired;
const done: Answer = { done: true };
const asks = (rest: Omit<InputRequired, 'resultType'>): InputRequired => ({ resultType: 'input_required', ...rest });
const form = {
  method: 'elicitation/create',
  params: { message: 'Who?', requestedSchema: { type: 'object', properties: {} } },
};

const sampling = {
  method: 'sampling/createMessage',
  params: { messages: [{ role: 'user', content: { type: 'text', text: 'Hi' } }], maxTokens: 10 },
};

const changed = (request: { readonly method: string; readonly params: object }, params: object) => ({
  ...request,
  params: { ...request.params, ...params },
});

/** A person who answers everything, and what they were asked. */
function startAnswering(change: Partial<ClientSide> = {}) {
  const asked: string[] = [];
  const note = <T>(what: string, answer: T): Promise<T> => {
    asked.push(what);
    return Promise.resolve(answer);
  };
  const clientSide: ClientSide = {
    capabilities: {},
    receivedTasks: new ReceivedTasks({ clock: manualClock(), randomIds: createFakeRandomIds(), log: () => undefined }),
    elicit: () => Promise.reject(new Error('Rounds visit.')),
    visit: (params) => note(`visit ${params.message}`, { action: 'accept', content: { name: 'Ada' } }),
    sample: () => note('sample', { role: 'assistant', model: 'm', content: { type: 'text', text: 'Hello.' } }),
    listRoots: () => note('roots', { roots: [] }),
    elicitationComplete: () => undefined,
    ...change,
  };
  const abort = new AbortController();
  const run = (answers: readonly Answer[]) => {
    const sent: InputExtra[] = [];
    const send = (extra: InputExtra): Promise<Answer> => {
      sent.push(extra);
      return Promise.resolve(answers[Math.min(sent.length, answers.length) - 1] ?? done);
    };
    const options = { signal: abort.signal, protocolVersion: '2026-07-28', onRound: () => asked.push('round') };
    return { sent, result: withInput(send, clientSide, options) };
  };
  return { asked, abort, clientSide, run };
}

describe('rounds of input (MCP 2026-07-28 basic/patterns/mrtr)', () => {
  test('an answer without questions is the result', async () => {
    const { asked, run } = startAnswering();
    const { sent, result } = run([done]);
    expect(await result).toEqual(done);
    expect(sent).toEqual([{}]);
    expect(asked).toEqual([]);
  });

  test('every entry is answered under its own key, and the state goes back as it came', async () => {
    const { asked, run } = startAnswering();
    const inputRequests = {
      who: form,
      said: sampling,
      where: { method: 'roots/list' },
    };
    const { sent, result } = run([asks({ inputRequests, requestState: '{"not":"ours"}' }), done]);
    expect(await result).toEqual(done);
    expect(asked).toEqual(['round', 'visit Who?', 'sample', 'roots']);
    expect(sent[1]).toEqual({
      inputResponses: {
        who: { action: 'accept', content: { name: 'Ada' } },
        said: { role: 'assistant', model: 'm', content: { type: 'text', text: 'Hello.' } },
        where: { roots: [] },
      },
      requestState: '{"not":"ours"}',
    });
  });

  test('state is sent only if it was given, and belongs to its round alone', async () => {
    const { run } = startAnswering();
    const { sent, result } = run([asks({ requestState: 'one' }), asks({ inputRequests: { who: form } }), done]);
    await result;
    expect(sent[1]).toEqual({ requestState: 'one' });
    expect(sent[2]).not.toHaveProperty('requestState');
  });

  test('a declined form is an answer like others', async () => {
    const { run } = startAnswering({ visit: () => Promise.resolve({ action: 'decline' }) });
    const { sent, result } = run([asks({ inputRequests: { who: form } }), done]);
    await result;
    expect(sent[1]).toEqual({ inputResponses: { who: { action: 'decline' } } });
  });

  test('rounds without end are given up', async () => {
    const { run } = startAnswering();
    const { sent, result } = run([asks({ requestState: 'again' })]);
    await expect(result).rejects.toMatchObject({ code: 'CALL_INPUT_TOO_OFTEN' });
    expect(sent).toHaveLength(MAX_ROUNDS + 1);
  });

  test.each([
    ['a method nobody knows', { a: { method: 'files/delete' } }],
    ['no request at all', { a: 7 }],
    ['a form whose message is a list', { a: changed(form, { message: ['Who?'] }) }],
    ['a form without a message', { a: changed(form, { message: undefined }) }],
    ['an elicitation of a kind nobody knows', { a: changed(form, { mode: 'video' }) }],
    ['an address that is none', { a: changed(form, { mode: 'url', url: 7 }) }],
    ['sampling without a limit', { a: changed(sampling, { maxTokens: undefined }) }],
    ['sampling of half a token', { a: changed(sampling, { maxTokens: 0.5 }) }],
    ['sampling without messages', { a: changed(sampling, { messages: undefined }) }],
    ['sampling with a temperature in words', { a: changed(sampling, { temperature: 'hot' }) }],
    ['sampling with a tool choice nobody knows', { a: changed(sampling, { toolChoice: { mode: 'x' } }) }],
    [
      'sampling with a tool whose name is a number',
      { a: changed(sampling, { tools: [{ name: 7, inputSchema: {} }] }) },
    ],
    ['sampling with a stop sequence for many', { a: changed(sampling, { stopSequences: 'x' }) }],
    ['too many at once', Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`k${index}`, form]))],
  ])('%s ends the call, and nothing is asked', async (_what, inputRequests) => {
    const { asked, run } = startAnswering();
    await expect(run([asks({ inputRequests })]).result).rejects.toMatchObject({ code: 'CALL_INPUT_REFUSED' });
    expect(asked).toEqual(['round']);
  });

  test('refused sampling ends the call: there is no answer that means no', async () => {
    const refuse = () => Promise.reject(new ProtocolError(-1, 'User rejected sampling request'));
    const { run } = startAnswering({ sample: refuse });
    const inputRequests = { said: sampling };
    await expect(run([asks({ inputRequests })]).result).rejects.toMatchObject({
      code: 'CALL_INPUT_REFUSED',
      data: { why: 'User rejected sampling request' },
    });
  });

  test('a cancelled call asks no further', async () => {
    const { abort, run } = startAnswering({
      visit: () => {
        abort.abort(new Error('cancelled'));
        return Promise.reject(new Error('withdrawn'));
      },
    });
    await expect(run([asks({ inputRequests: { who: form } })]).result).rejects.toThrow('cancelled');
  });
});

describe('addresses that a call needs first (error -32042)', () => {
  const elicitation = { mode: 'url', message: 'Sign.', url: 'https://a.example/', elicitationId: 'e-1' };
  const signal = new AbortController().signal;

  test('are visited one after another', async () => {
    const { asked, clientSide } = startAnswering();
    await visitAll([elicitation, { ...elicitation, message: 'And pay.' }], clientSide, signal);
    expect(asked).toEqual(['visit Sign.', 'visit And pay.']);
  });

  test('that are declined end the call, and the rest is not asked', async () => {
    const { clientSide } = startAnswering({ visit: () => Promise.resolve({ action: 'decline' }) });
    await expect(visitAll([elicitation, elicitation], clientSide, signal)).rejects.toMatchObject({
      code: 'CALL_INPUT_REFUSED',
      data: { why: 'decline' },
    });
  });

  test.each([[[]], [[{}]], [[{ ...elicitation, mode: 'form' }]], [Array.from({ length: 21 }, () => elicitation)]])(
    'that are none are refused',
    async (elicitations) => {
      const { asked, clientSide } = startAnswering();
      await expect(visitAll(elicitations, clientSide, signal)).rejects.toMatchObject({ code: 'CALL_INPUT_REFUSED' });
      expect(asked).toEqual([]);
    },
  );
});
