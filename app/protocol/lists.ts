/**
 * What servers list: tools, resources, templates and prompts, from the wire to what a page sees.
 *
 * Tolerant of single entries: one that is malformed is left out and counted, and costs nobody the rest.
 */
import { UriTemplate } from '@modelcontextprotocol/client';
import { z } from 'zod';
import type { PromptView, ResourceTemplateView, ResourceView } from '../contract/resources.ts';
import { iconView, type IconView } from '../contract/resources.ts';
import type { ToolView } from '../contract/servers.ts';
import type { TaskSupport } from '../contract/tasks.ts';
import { mirroredArguments } from './mirroredHeaders.ts';
import type { ListShape, ReadList } from './readList.ts';

export interface ToolList {
  readonly tools: readonly ToolView[];
  /** Entries that were no tool, or had a name already listed. */
  readonly dropped: number;
  readonly ttlMs: number;
}

export interface ResourceList {
  readonly resources: readonly ResourceView[];
  readonly templates: readonly ResourceTemplateView[];
  readonly dropped: number;
  readonly ttlMs: number;
}

export interface PromptList {
  readonly prompts: readonly PromptView[];
  readonly dropped: number;
  readonly ttlMs: number;
}

export const NO_TOOLS: ToolList = { tools: [], dropped: 0, ttlMs: 0 };
export const NO_RESOURCES: ResourceList = { resources: [], templates: [], dropped: 0, ttlMs: 0 };
export const NO_PROMPTS: PromptList = { prompts: [], dropped: 0, ttlMs: 0 };

/** Icons kept of one thing, and characters of one address; `data:` addresses hold the picture itself. */
const MAX_ICONS = 20;
const MAX_ICON_CHARACTERS = 1_000_000;

const wireIcons = z
  .array(z.unknown())
  .optional()
  .catch(undefined)
  .transform((icons) => toIcons(icons ?? []));

/** Icons of the wire, those left out that are none. */
export function toIcons(icons: readonly unknown[]): readonly IconView[] {
  return icons.slice(0, MAX_ICONS).flatMap((icon) => {
    const parsed = wireIcon.safeParse(icon);
    return parsed.success ? [parsed.data] : [];
  });
}

const wireIcon = z
  .looseObject({
    src: z.string().max(MAX_ICON_CHARACTERS),
    mimeType: z.string().optional().catch(undefined),
    sizes: z.array(z.string()).optional().catch(undefined),
    theme: z.enum(['light', 'dark']).optional().catch(undefined),
  })
  .transform(({ src, mimeType, sizes, theme }) => iconView.parse({ src, mimeType, sizes, theme }));

const annotations = z.looseObject({
  title: z.string().optional(),
  readOnlyHint: z.boolean().optional(),
  destructiveHint: z.boolean().optional(),
  idempotentHint: z.boolean().optional(),
  openWorldHint: z.boolean().optional(),
});

const wireTool = z.looseObject({
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  inputSchema: z.record(z.string(), z.unknown()),
  outputSchema: z.record(z.string(), z.unknown()).optional(),
  annotations: annotations.optional().catch(undefined),
  icons: wireIcons,
  execution: z
    .looseObject({ taskSupport: z.enum(['forbidden', 'optional', 'required']).optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

/** MCP 2025-11-25 server/tools §Tool Names: 1 to 128 characters of A-Z a-z 0-9 _ - . */
const USUAL_NAME = /^[A-Za-z0-9_.-]{1,128}$/;

export interface ToolListContext {
  /** Names that a manifest lists, where it lists all. */
  readonly declared: ReadonlySet<string> | undefined;
  /** Whether a person chooses which calls become tasks: of MCP 2025-11-25 alone. */
  readonly tasksByChoice: 'offered' | 'not_offered' | 'never';
  /**
   * On HTTP, a tool whose `x-mcp-header` is invalid MUST be left out, and it SHOULD be said which and why
   * (MCP 2026-07-28 transports/streamable-http §Custom Headers). Without this such a tool is listed.
   */
  readonly onInvalidMirror?: ((toolName: string, reason: string) => void) | undefined;
}

export function toolShape({ declared, tasksByChoice, onInvalidMirror }: ToolListContext): ListShape<ToolView> {
  return {
    member: 'tools',
    key: ({ name }) => name,
    read: (entry) => {
      const tool = wireTool.safeParse(entry);
      if (!tool.success) return undefined;
      const mirrored = mirroredArguments(tool.data.inputSchema);
      if (mirrored.kind === 'invalid' && onInvalidMirror !== undefined) {
        onInvalidMirror(tool.data.name, mirrored.reason);
        return undefined;
      }
      return {
        ...toToolView(tool.data),
        undeclared: declared !== undefined && !declared.has(tool.data.name),
        mirroredArguments: mirrored.kind === 'invalid' ? [] : mirrored.mirrored.map(({ path }) => path.join('.')),
        taskSupport: supportOf(tool.data.execution?.taskSupport ?? 'forbidden', tasksByChoice),
      };
    },
  };
}

/** MCP 2025-11-25 basic/utilities/tasks §Tool-Level Negotiation: without the server's own word, a tool's counts for nothing. */
function supportOf(
  said: 'forbidden' | 'optional' | 'required',
  tasksByChoice: ToolListContext['tasksByChoice'],
): TaskSupport {
  if (tasksByChoice === 'offered') return said;
  return tasksByChoice === 'not_offered' && said === 'required' ? 'impossible' : 'forbidden';
}

function toToolView(
  tool: z.infer<typeof wireTool>,
): Omit<ToolView, 'undeclared' | 'mirroredArguments' | 'taskSupport'> {
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = tool.annotations ?? {};
  return {
    name: tool.name,
    label: tool.title ?? tool.annotations?.title ?? tool.name,
    ...(tool.description === undefined ? {} : { description: tool.description }),
    inputSchema: tool.inputSchema,
    ...(tool.outputSchema === undefined ? {} : { outputSchema: tool.outputSchema }),
    annotations: {
      ...(readOnlyHint === undefined ? {} : { readOnlyHint }),
      ...(destructiveHint === undefined ? {} : { destructiveHint }),
      ...(idempotentHint === undefined ? {} : { idempotentHint }),
      ...(openWorldHint === undefined ? {} : { openWorldHint }),
    },
    icons: tool.icons,
    unusualName: !USUAL_NAME.test(tool.name),
  };
}

const described = {
  name: z.string(),
  title: z.string().optional().catch(undefined),
  description: z.string().optional().catch(undefined),
  icons: wireIcons,
} as const;
const mimeType = z.string().optional().catch(undefined);

const wireResource = z.looseObject({
  uri: z.string().max(65_536),
  ...described,
  mimeType,
  size: z.number().nonnegative().optional().catch(undefined),
  annotations: z
    .looseObject({
      audience: z.array(z.string()).optional().catch(undefined),
      priority: z.number().optional().catch(undefined),
      lastModified: z.string().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

export const resourceShape: ListShape<ResourceView> = {
  member: 'resources',
  key: ({ uri }) => uri,
  read: (entry) => {
    const resource = wireResource.safeParse(entry);
    if (!resource.success) return undefined;
    const { uri, mimeType: type, size, annotations: hints } = resource.data;
    return {
      uri,
      ...describe(resource.data),
      ...(type === undefined ? {} : { mimeType: type }),
      ...(size === undefined ? {} : { sizeBytes: size }),
      ...(hints?.audience === undefined ? {} : { audience: hints.audience }),
      ...(hints?.priority === undefined ? {} : { priority: hints.priority }),
      ...(hints?.lastModified === undefined ? {} : { lastModified: hints.lastModified }),
    };
  },
};

const wireTemplate = z.looseObject({ uriTemplate: z.string().max(8_192), ...described, mimeType });

export const templateShape: ListShape<ResourceTemplateView> = {
  member: 'resourceTemplates',
  key: ({ uriTemplate }) => uriTemplate,
  read: (entry) => {
    const template = wireTemplate.safeParse(entry);
    if (!template.success) return undefined;
    const { uriTemplate, mimeType: type } = template.data;
    return {
      uriTemplate,
      ...describe(template.data),
      ...(type === undefined ? {} : { mimeType: type }),
      variables: variablesOf(uriTemplate),
    };
  },
};

const wirePrompt = z.looseObject({
  ...described,
  arguments: z
    .array(
      z.looseObject({
        name: z.string(),
        title: z.string().optional().catch(undefined),
        description: z.string().optional().catch(undefined),
        required: z.boolean().optional().catch(undefined),
      }),
    )
    .optional(),
});

export const promptShape: ListShape<PromptView> = {
  member: 'prompts',
  key: ({ name }) => name,
  read: (entry) => {
    const prompt = wirePrompt.safeParse(entry);
    if (!prompt.success) return undefined;
    return {
      ...describe(prompt.data),
      arguments: (prompt.data.arguments ?? []).map(({ name, title, description, required }) => ({
        name,
        ...(title === undefined ? {} : { title }),
        ...(description === undefined ? {} : { description }),
        required: required ?? false,
      })),
    };
  },
};

function describe(entry: {
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly icons: readonly IconView[];
}) {
  return {
    name: entry.name,
    label: entry.title ?? entry.name,
    ...(entry.description === undefined ? {} : { description: entry.description }),
    icons: entry.icons,
  };
}

/** Names of an RFC 6570 template's variables; none of one that can't be read. */
function variablesOf(uriTemplate: string): readonly string[] {
  try {
    return [...new Set(new UriTemplate(uriTemplate).variableNames)];
  } catch {
    return [];
  }
}

/** @param lists Of resources and of templates. */
export function toResourceList(
  resources: ReadList<ResourceView>,
  templates: ReadList<ResourceTemplateView>,
): ResourceList {
  return {
    resources: resources.entries,
    templates: templates.entries,
    dropped: resources.dropped + templates.dropped,
    ttlMs: Math.min(resources.ttlMs, templates.ttlMs),
  };
}
