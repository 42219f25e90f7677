/**
 * Whether texts around a field ask for something that nobody should type into a server's form.
 *
 * Servers MUST NOT ask for secrets by form (MCP 2025-11-25 client/elicitation §Security Considerations); one that does is
 * shown with a warning. Words, not meaning: a name that hides what it wants is not found.
 */
const SECRETS = [
  'pass ?word',
  'pass ?phrase',
  'pass ?code',
  'pass ?wort',
  'kennwort',
  'contraseña',
  'contrasena',
  'mot de passe',
  'wachtwoord',
  'senha',
  'пароль',
  'パスワード',
  '密码',
  '密碼',
  'secret',
  'secrets',
  'pwd',
  'passwd',
  'api ?key',
  'apikey',
  'access ?key',
  'secret ?key',
  'private ?key',
  'encryption ?key',
  'signing ?key',
  'ssh ?key',
  'access ?token',
  'refresh ?token',
  'auth ?token',
  'bearer ?token',
  'session ?token',
  'api ?token',
  'token',
  'client ?secret',
  'credentials?',
  'seed ?phrase',
  'recovery ?(?:code|phrase|key)',
  'mnemonic',
  'one ?time ?(?:code|password)',
  'otp',
  '2fa ?code',
  'pin',
  'pin ?(?:code|number)',
  'cvv',
  'cvc',
  'card ?(?:number|no)',
  'credit ?card',
  'debit ?card',
  'security ?code',
  'iban',
  'account ?number',
  'routing ?number',
  'ssn',
  'social ?security(?: ?number)?',
];
const WORDS = new RegExp(`(?<![\\p{L}\\p{N}])(?:${SECRETS.join('|')})(?![\\p{L}\\p{N}])`, 'u');
/** What the words above also stand in, meaning nothing secret. */
const HARMLESS =
  /\b(?:max(?:imum)?|min(?:imum)?|number of|count of|how many|total|input|output|context) (?:of )?tokens?\b|\btokens? (?:count|limit|budget|per)\b|\bsecret santa\b|\bpin(?:ned)? (?:to|the|this|it|on)\b|\bforgot(?:ten)? (?:your )?password\b/gu;

/** @param texts The name, title and description of a field, in any spelling (`apiKey`, `api_key`, `API key`). */
export function looksSecret(texts: readonly string[]): boolean {
  return texts.some((text) => {
    // Characters that nobody sees must not hide a word.
    const spaced = text
      .normalize('NFKC')
      .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
      .replaceAll(/([\p{Ll}\p{N}])(?=\p{Lu})/gu, '$1 ')
      .replaceAll(/[_\-./\s]+/gu, ' ')
      .toLowerCase();
    return WORDS.test(spaced.replaceAll(HARMLESS, ' '));
  });
}
