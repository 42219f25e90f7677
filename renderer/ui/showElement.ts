/**
 * Brings a part of the page into view and moves the focus to it, so that a keyboard and a screen reader follow.
 */

/** @param id Of an element with `tabIndex={-1}`. Does nothing when there is none. */
export function showElement(id: string): void {
  const element = document.getElementById(id);
  if (element === null) return;
  element.scrollIntoView({ block: 'center' });
  element.focus({ preventScroll: true });
}
