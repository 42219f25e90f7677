/**
 * Findings about environment variables that change what a program loads, trusts or talks to.
 */
import { quoted } from '../contract/visibleText.ts';
import type { Finding, LaunchPlan } from '../contract/plan.ts';
import { parsePath, segmentsBelow } from './machinePaths.ts';
import { showText } from './planText.ts';
import { found, type FindingContext, type Word } from './words.ts';

interface Effect {
  readonly names: readonly string[];
  readonly severity: Finding['severity'];
  readonly what: string;
}

// prettier-ignore
const EFFECTS: readonly Effect[] = [
  { severity: 'danger', what: 'can make the program load and run other code',
    names: ['NODE_OPTIONS', 'LD_PRELOAD', 'LD_AUDIT', 'DYLD_INSERT_LIBRARIES', 'PYTHONSTARTUP', 'PYTHONHOME', 'PYTHONBREAKPOINT', 'PYTHONINSPECT',
      'PERL5OPT', 'PERL5DB', 'RUBYOPT', 'JAVA_TOOL_OPTIONS', '_JAVA_OPTIONS', 'JDK_JAVA_OPTIONS', 'BASH_ENV', 'ENV', 'PS4', 'PROMPT_COMMAND',
      'SHELLOPTS', 'BASHOPTS', 'IFS', 'ZDOTDIR', 'GIT_SSH', 'GIT_SSH_COMMAND', 'GIT_EXTERNAL_DIFF', 'GIT_PROXY_COMMAND', 'GIT_EXEC_PATH',
      'GIT_ASKPASS', 'SSH_ASKPASS', 'LUA_INIT', 'DOTNET_STARTUP_HOOKS', 'CORECLR_PROFILER_PATH', 'GCONV_PATH', 'BUN_INSPECT_PRELOAD',
      'PHP_INI_SCAN_DIR', 'PHPRC'] },
  { severity: 'caution', what: 'changes where the program looks for code',
    names: ['PATH', 'PATHEXT', 'NODE_PATH', 'PYTHONPATH', 'PYTHONUSERBASE', 'PERL5LIB', 'PERLLIB', 'RUBYLIB', 'GEM_PATH', 'GEM_HOME', 'CLASSPATH',
      'LUA_PATH', 'LUA_CPATH', 'PSMODULEPATH', 'COMSPEC', 'SHELL', 'EDITOR', 'VISUAL', 'PAGER', 'GIT_PAGER', 'BROWSER', 'ELECTRON_RUN_AS_NODE'] },
  { severity: 'caution', what: 'changes from where packages are fetched',
    names: ['NPM_CONFIG_REGISTRY', 'PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL', 'UV_INDEX', 'UV_INDEX_URL', 'UV_DEFAULT_INDEX', 'UV_EXTRA_INDEX_URL', 'GOPROXY'] },
  { severity: 'danger', what: 'can switch off the check that a connection goes to the right computer',
    names: ['NODE_TLS_REJECT_UNAUTHORIZED', 'PYTHONHTTPSVERIFY', 'GIT_SSL_NO_VERIFY'] },
  { severity: 'caution', what: 'changes which computers the program takes for genuine',
    names: ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'GIT_SSL_CAINFO', 'OPENSSL_CONF'] },
  { severity: 'caution', what: 'makes the program take another folder for your home folder', names: ['HOME', 'USERPROFILE', 'XDG_CONFIG_HOME', 'APPDATA'] },
];
const BY_NAME = new Map(EFFECTS.flatMap((effect) => effect.names.map((name): [string, Effect] => [name, effect])));
const LIBRARY_PATHS: Effect = {
  names: [],
  severity: 'danger',
  what: 'changes which libraries are loaded into the program',
};
const PROXY: Effect = {
  names: [],
  severity: 'caution',
  what: 'can send the program’s network traffic through another computer',
};
const NO_PROXY: Effect = { names: [], severity: 'note', what: 'exempts computers from a proxy' };

/** Code paths that are harmless where they only name folders of the bundle itself. */
const CODE_PATHS = new Set(['PYTHONPATH', 'NODE_PATH', 'RUBYLIB', 'PERL5LIB']);

/** @param assignments `NAME=value` words given to `env` or set in a script. */
export function environmentFindings(
  plan: LaunchPlan,
  assignments: readonly Word[],
  context: FindingContext,
): readonly Finding[] {
  const own = plan.env.map(({ name, value }) => ({ name, value: showText(value), subject: `env.${name}` }));
  const inArgs = assignments.map(({ text, subject }) => {
    const [name = '', ...rest] = text.split('=');
    return { name: name.replace(/\+$/, ''), value: rest.join('='), subject };
  });
  return [...own, ...inArgs].flatMap(({ name, value, subject }) => {
    const effect = effectOf(name.trimEnd(), context);
    if (effect === undefined) return [];
    const inside = CODE_PATHS.has(name) && isInsideBundle(value, plan.cwd, context);
    return [
      found(
        'RISKY_ENV',
        inside ? 'note' : effect.severity,
        { text: value, subject },
        `The variable ${quoted(name)} ${effect.what}.`,
      ),
    ];
  });
}

function effectOf(name: string, { machine }: FindingContext): Effect | undefined {
  const upper = name.toUpperCase();
  // Programs read these in either case.
  if (upper === 'NO_PROXY') return NO_PROXY;
  if (/^[A-Z]+_PROXY$/.test(upper)) return BY_NAME.get(upper) ?? PROXY;
  if (upper === 'NPM_CONFIG_REGISTRY') return BY_NAME.get(upper);
  const compared = machine.platform === 'win32' ? upper : name;
  return BY_NAME.get(compared) ?? (/^(?:LD|DYLD)_[A-Z_]+$/.test(compared) ? LIBRARY_PATHS : undefined);
}

function isInsideBundle(value: string, cwd: string, { bundleDir, machine }: FindingContext): boolean {
  const { platform } = machine;
  if (bundleDir === undefined) return false;
  const dir = parsePath(bundleDir, bundleDir, platform);
  // An empty part means the working directory.
  const parts = value.split(platform === 'win32' ? ';' : ':');
  return parts.every((part) => segmentsBelow(parsePath(part, cwd, platform), dir, platform) !== undefined);
}
