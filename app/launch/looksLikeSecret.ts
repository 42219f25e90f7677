/**
 * Whether a value looks like a secret: by the name it goes under, or by its own form.
 *
 * A guess, made so that a person need not find every key by hand. It may be wrong both ways, so whoever asks must let
 * the person say otherwise.
 */

/** Ends of words that make a name one of a secret: `PGPASSWORD` is written together. */
const SECRET_WORD =
  /(?:accesskey|apikey|apitoken|authorization|bearer|cookie|credentials?|jwt|passphrase|passwd|password|privatekey|pwd|secret|secretkey|secrets|token)$/;
/** Before `key`: these open nothing. */
const PLAIN_KEYS = new Set(
  'cache|column|foreign|host|hot|idempotency|index|object|partition|primary|public|row|shortcut|sort'.split('|'),
);
/** After a word of a secret: what is named is something about the secret, not the secret. */
const ABOUT = new Set(
  (
    'algorithm|audience|budget|count|dir|directory|enabled|endpoint|expires|expiry|file|filename|flow|folder|format|header|' +
    'host|id|issuer|length|limit|limits|lifetime|location|method|mode|name|path|port|prefix|provider|realm|required|rotation|' +
    'scheme|scope|scopes|server|size|strategy|threshold|timeout|ttl|type|uri|url|user|username|version|window'
  ).split('|'),
);
/** Before `token`: pieces of text, not keys. */
const COUNTED = new Set(
  'max|min|input|output|context|total|num|number|completion|prompt|per|stop|special|pad'.split('|'),
);

/** Whether a variable, header, parameter or option of this name holds a secret, as far as names go. */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  return words.some((word, index) => {
    const before = words[index - 1];
    const after = words[index + 1];
    if (after !== undefined && ABOUT.has(after)) return false;
    switch (word) {
      case 'auth':
      case 'pass':
      case 'pat':
        return after === undefined;
      case 'key':
        return after === undefined && (before === undefined || !PLAIN_KEYS.has(before));
      case 'token':
        return before === undefined || !COUNTED.has(before);
      default:
        return SECRET_WORD.test(word);
    }
  });
}

function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Forms that issuers give their keys, so that they are found when they leak. */
const KNOWN_FORMS: readonly RegExp[] = [
  /^sk-[A-Za-z0-9_-]{16,}$/, // OpenAI, Anthropic and many after them
  /^(?:sk|rk|pk|whsec)_(?:live|test)_[A-Za-z0-9]{10,}$/, // Stripe
  /^gh[pousr]_[A-Za-z0-9]{20,}$/, // GitHub
  /^github_pat_[A-Za-z0-9_]{20,}$/,
  /^gl(?:pat|ptt|rt|soat|dt|cbt|ft)-[\w.-]{16,}$/, // GitLab
  /^xox[a-z]-[A-Za-z0-9-]{10,}$/, // Slack
  /^xapp-[A-Za-z0-9-]{10,}$/,
  /^(?:AKIA|ASIA)[A-Z0-9]{16}$/, // AWS
  /^AIza[\w-]{30,}$/, // Google
  /^ya29\.[\w.-]{20,}$/,
  /^hf_[A-Za-z0-9]{20,}$/, // Hugging Face
  /^npm_[A-Za-z0-9]{30,}$/,
  /^pypi-[\w-]{30,}$/,
  /^SG\.[\w-]{16,}\.[\w-]{16,}$/, // SendGrid
  /^(?:ntn|secret|lin_api|lin_oauth|figd|shpat|shpss|dop_v1|dckr_pat|tvly|pplx|gsk|r8|vercel|sntrys|sbp|apify_api|nvapi|fc|exa|jina)[_-][\w-]{16,}$/,
  /^eyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]*$/, // JSON Web Token (RFC 7519)
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /^(?:bearer|basic|token)\s+(?!\$|<)[\w.~+/=-]{8,}$/i, // RFC 9110 §11.4 credentials
];

/** Whether the value itself has the form of a secret, whatever its name. */
export function hasSecretForm(value: string): boolean {
  const trimmed = value.trim();
  return KNOWN_FORMS.some((form) => form.test(trimmed)) || hasSecretInUrl(trimmed) || isRandomLooking(trimmed);
}

/**
 * @param name What the value goes under; empty where it has no name.
 * @param value Empty, `true` and small numbers are no secrets under any name.
 */
export function looksLikeSecret(name: string, value: string): boolean {
  if (value.trim() === '' || /^(?:true|false|yes|no|on|off|none|null|\d{1,4})$/i.test(value.trim())) return false;
  return hasSecretForm(value) || (isSecretName(name) && !isPath(value));
}

/** A user's password before the host, or a parameter under the name of a secret. */
function hasSecretInUrl(value: string): boolean {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return false;
  const url = URL.parse(value);
  if (url === null) return /:\/\/[^/?#\s:@]*:[^/?#\s@]+@/.test(value);
  if (url.password !== '') return true;
  return [...url.searchParams].some(([name, text]) => looksLikeParameter(name, text)) || hasSecretSegment(url.pathname);
}

function looksLikeParameter(name: string, text: string): boolean {
  return text !== '' && (isSecretName(name) || name === 'key' || KNOWN_FORMS.some((form) => form.test(text)));
}

/** Some services give every person an address of their own that opens without anything else. */
function hasSecretSegment(path: string): boolean {
  return path.split('/').some((segment) => KNOWN_FORMS.some((form) => form.test(segment)) || isRandomLooking(segment));
}

function isPath(value: string): boolean {
  return /^(?:~?\/|\.{1,2}\/|[A-Za-z]:[\\/])/.test(value);
}

const MIN_RANDOM_LENGTH = 24;
/** Bits a character. English words stay below it, random letters and digits of this length come above. */
const MIN_ENTROPY = 3.5;

/** One long word of letters and digits mixed, as nobody would choose it. */
function isRandomLooking(value: string): boolean {
  if (value.length < MIN_RANDOM_LENGTH || !/^[A-Za-z0-9_+=-]+$/.test(value)) return false;
  const runs = value.split(/[_+=-]+/).filter((run) => run.length >= MIN_RANDOM_LENGTH - 8);
  return runs.some((run) => mixes(run) && entropy(run) >= (/^[0-9a-f]+$/i.test(run) ? 3 : MIN_ENTROPY));
}

/** Digits among the letters, not only at an end: `server2` is a name. */
function mixes(run: string): boolean {
  return (run.match(/[A-Za-z]\d|\d[A-Za-z]/g) ?? []).length >= 3;
}

function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}
