/**
 * Takes JSON-RPC batches in an event stream apart, one event for each message.
 *
 * Revision 2025-03-26 alone has them (basic/transports §Streamable HTTP), and the SDK's reader of event streams takes one
 * message an event. What is no batch goes through as it is, without comments: those mean nothing.
 *
 * @see HTML Living Standard §9.2.6, Interpreting an event stream
 */

/** The revision whose servers may send batches. */
export const BATCHING_VERSION = '2025-03-26';

/**
 * Messages taken from one batch. Choice: far more than anybody collects; a batch of millions of nothings would keep the
 * host busy for minutes. A longer one goes through whole, and is no message.
 */
export const MAX_BATCH = 1_000;

export function splitBatches(stream: ReadableStream<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array> {
  return stream
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new TransformStream(new BatchSplitter()))
    .pipeThrough(new TextEncoderStream());
}

type Controller = Pick<TransformStreamDefaultController<string>, 'enqueue'>;

class BatchSplitter implements Transformer<string, string> {
  /** Of the event that is coming in. */
  private lines: string[] = [];
  /** As far as it has come in. */
  private line = '';
  private afterCr = false;

  transform(chunk: string, controller: Controller): void {
    if (chunk === '') return;
    // A line feed may be the other half of a line end that came with the chunk before.
    const text = this.afterCr && chunk.startsWith('\n') ? chunk.slice(1) : chunk;
    this.afterCr = chunk.endsWith('\r');
    const [first = '', ...others] = text.split(/\r\n|\r|\n/);
    this.line += first;
    for (const next of others) {
      this.endLine(controller);
      this.line = next;
    }
  }

  /** What is no whole event, `retry` for one, is still the reader's to judge. */
  flush(controller: Controller): void {
    controller.enqueue([...this.lines, this.line].join('\n'));
  }

  private endLine(controller: Controller): void {
    if (this.line !== '') {
      if (!this.line.startsWith(':')) this.lines.push(this.line);
      return;
    }
    for (const lines of splitEvent(this.lines)) controller.enqueue(`${lines.join('\n')}\n\n`);
    this.lines = [];
  }
}

function splitEvent(lines: readonly string[]): readonly (readonly string[])[] {
  const messages = batchIn(lines);
  if (messages === undefined) return [lines];
  const rest = lines.filter((line) => !isField(line, 'data') && !isField(line, 'id'));
  const ids = lines.filter((line) => isField(line, 'id'));
  return messages.map((message, index) => {
    // Whoever takes the stream up again after an earlier one has not had them all.
    const id = index === messages.length - 1 ? ids : [];
    return [...rest, ...id, `data: ${message}`];
  });
}

/** The messages of a batch as JSON; `undefined` for what is no batch. */
function batchIn(lines: readonly string[]): readonly string[] | undefined {
  const data = lines.filter((line) => isField(line, 'data')).map((line) => line.slice('data:'.length));
  const json = data.join('\n');
  if (!json.trimStart().startsWith('[')) return undefined;
  try {
    const batch: unknown = JSON.parse(json);
    if (!Array.isArray(batch) || batch.length === 0 || batch.length > MAX_BATCH) return undefined;
    return batch.map((message) => JSON.stringify(message));
  } catch {
    // No JSON, or nested too deep to be written again.
    return undefined;
  }
}

function isField(line: string, name: string): boolean {
  return line === name || line.startsWith(`${name}:`);
}
