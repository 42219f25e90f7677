/**
 * Asks a model that a person connected.
 */
import type { SamplingBlock, SamplingMessage } from '../contract/input.ts';
import type { ModelDefinition } from '../contract/models.ts';

export type ModelConnection = Pick<ModelDefinition, 'provider' | 'baseUrl' | 'model' | 'apiKey'>;

export interface ModelRequest {
  readonly messages: readonly SamplingMessage[];
  readonly systemPrompt?: string;
  /** The most the model may write, tokens. */
  readonly maxTokens: number;
  readonly temperature?: number;
  readonly stopSequences: readonly string[];
  /** Named to the model, never run here. */
  readonly tools: readonly {
    readonly name: string;
    readonly description?: string | undefined;
    readonly inputSchema: Readonly<Record<string, unknown>>;
  }[];
  readonly toolChoice: 'auto' | 'required' | 'none';
}

export interface ModelReply {
  /** Text and `tool_use` blocks, in the wire's spelling. */
  readonly content: readonly SamplingBlock[];
  /** `endTurn`, `stopSequence`, `maxTokens`, `toolUse`, or the provider's own word. */
  readonly stopReason: string;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
}

export interface ModelOptions {
  readonly signal: AbortSignal;
  /** Called with all the text so far, as it is written. */
  readonly onText: (text: string) => void;
}

export interface ModelProvider {
  /** @throws {AppError} `MODEL_UNREACHABLE`, `MODEL_UNAUTHORIZED`, `MODEL_FAILED`; the signal's reason when it is aborted. */
  generate(model: ModelConnection, request: ModelRequest, options: ModelOptions): Promise<ModelReply>;
}
