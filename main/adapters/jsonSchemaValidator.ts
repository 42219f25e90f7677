/**
 * The core's own validator under a time limit, since a server's schema can be made to hang whoever follows it.
 *
 * The limit is the one `node:vm` has: it ends what runs on this thread, a regular expression that backtracks included.
 * It costs about 0.2 ms a check, so that schemas that can't take long go without.
 */
import { Script, createContext } from 'node:vm';
import type { JsonSchemaValidator, SchemaCheck } from '../../app/ports/jsonSchemaValidator.ts';
import { prepareSchema } from '../../app/tools/jsonSchema.ts';
import type { ReadySchema } from '../../app/tools/jsonSchema.ts';

/** Choice: longer than any honest check takes, shorter than a person would call hanging. */
const CHECK_LIMIT_MS = 500;

export function createJsonSchemaValidator({ limitMs = CHECK_LIMIT_MS } = {}): JsonSchemaValidator {
  const prepared = new WeakMap<object, ReadySchema>();
  const withinLimit = createTimeLimit(limitMs);
  return {
    check(schema, value) {
      const ready = prepared.get(schema) ?? prepareSchema(schema);
      prepared.set(schema, ready);
      if (ready.kind === 'unsupported') return ready;
      return ready.mayTakeLong ? withinLimit(() => ready.check(value)) : ready.check(value);
    },
  };
}

function createTimeLimit(limitMs: number): (run: () => SchemaCheck) => SchemaCheck {
  // The context holds one function of ours, and no text of a server is ever run in it.
  const slot: { run: () => SchemaCheck } = { run: () => ({ kind: 'valid' }) };
  const context = createContext(slot);
  const script = new Script('run()');
  return (run) => {
    slot.run = run;
    try {
      // `slot` says what `run` answers; the script calls nothing else.
      return script.runInContext(context, { timeout: limitMs }) as SchemaCheck;
    } catch (error) {
      if (!isTimeout(error)) throw error;
      return { kind: 'unsupported', problem: `Checking took longer than ${limitMs} ms.` };
    }
  };
}

/** The error belongs to the context, whose `Error` is another than ours. */
function isTimeout(error: unknown): boolean {
  return typeof error === 'object' && error !== null && Reflect.get(error, 'code') === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
