/**
 * Decides which address of a picture the page draws.
 *
 * SECURITY(S12): only a `data:` URL of a picture type that holds no script and no links, so that nobody can make the page
 * fetch anything. SVG is a document and is none of them.
 */

const PICTURE = /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}$/;

export function isPictureUrl(url: string): boolean {
  return PICTURE.test(url);
}
