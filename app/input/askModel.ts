/**
 * The one place that asks a model: on record before it is asked, and again with what it took.
 */
import type { Audit } from '../audit/audit.ts';
import { AppError } from '../contract/errors.ts';
import type { ModelView } from '../contract/models.ts';
import type { ModelConnection, ModelOptions, ModelProvider, ModelReply, ModelRequest } from '../ports/modelProvider.ts';

export interface AskModelDeps {
  readonly audit: Audit;
  readonly modelProvider: ModelProvider;
}

export interface ModelCall {
  /** Who it is for, by id and name. */
  readonly subject: string;
  readonly label: string;
  readonly connection: ModelConnection & Pick<ModelView, 'name'>;
  readonly request: ModelRequest;
}

/**
 * SECURITY(S10, S9): the record names the model and where it was asked, and counts; it has no word of what was said.
 *
 * @throws {AppError} `MODEL_UNREACHABLE`, `MODEL_UNAUTHORIZED`, `MODEL_FAILED`, `STORE_…` when it can't be recorded; the
 * signal's reason when it is aborted.
 */
export async function askModel(
  { audit, modelProvider }: AskModelDeps,
  { subject, label, connection, request }: ModelCall,
  options: ModelOptions,
): Promise<ModelReply> {
  const { name, provider, model, baseUrl } = connection;
  const record = audit.begin({
    kind: 'model.request',
    subject,
    label,
    details: { name, provider, model, ...(baseUrl === undefined ? {} : { address: baseUrl }) },
  });
  let reply: ModelReply;
  try {
    reply = await modelProvider.generate(connection, request, options);
  } catch (error) {
    record.end({ outcome: options.signal.aborted ? 'cancelled' : error instanceof AppError ? error.code : 'failed' });
    throw error;
  }
  const { stopReason, inputTokens, outputTokens } = reply;
  record.end({ outcome: 'complete', details: { stopReason, inputTokens, outputTokens } });
  return reply;
}
