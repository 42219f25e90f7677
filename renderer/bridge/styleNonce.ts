/**
 * The nonce under which this page may add styles, as the shell put it into the page's head.
 *
 * For `MantineProvider`'s `getStyleNonce`. Parts that add `<style>` elements by themselves look for
 * `__webpack_nonce__`, the name most libraries agree on.
 */

/** Empty where the shell sent none; a `<style>` is then refused by the page's CSP. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

/** Makes the nonce known to libraries that look for the global name. Call once, before React draws. */
export function publishStyleNonce(): void {
  Object.assign(globalThis, { __webpack_nonce__: styleNonce() });
}
