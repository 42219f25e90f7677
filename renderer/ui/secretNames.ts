/**
 * Guesses from a name whether what it holds is a secret. A guess only: it chooses what is ticked or said first, never
 * what is allowed.
 */

const SECRET_PARTS =
  /pass(?:word|wd|phrase|code)|secret|token|credential|authori[sz]ation|cookie|api[-_. ]?key|access[-_. ]?key|private[-_. ]?key|session|bearer|signature/i;
/** Short words, which count only as a whole part of a name: `pin` is none of “spin”. */
const SECRET_WORDS = /(?:^|[-_. ])(?:auth|key|pin|pwd|otp|cvv|cvc|ssn|jwt)(?:$|[-_. ])/i;

export function looksSecret(name: string): boolean {
  // `apiKey` has its parts between small and capital letters.
  const parts = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  return SECRET_PARTS.test(parts) || SECRET_WORDS.test(parts);
}
