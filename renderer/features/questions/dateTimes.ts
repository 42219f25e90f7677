/**
 * Between what a date field of the page holds and what is sent (RFC 3339). Pure but for the time zone of this computer.
 */

/** `2026-11-30T09:00:00` in this computer's time zone, for an instant; empty where there is none. */
export function toLocalInput(instant: string): string {
  const atMs = Date.parse(instant);
  if (Number.isNaN(atMs)) return '';
  const shifted = new Date(atMs - new Date(atMs).getTimezoneOffset() * 60_000);
  // Beyond four digits the field can't show a year.
  const text = shifted.toISOString();
  return /^\d{4}-/.test(text) ? text.slice(0, 19) : '';
}

/** `2026-11-30T09:00:00+01:00`, from what the field holds; empty for an empty field. */
export function fromLocalInput(local: string): string {
  if (local === '') return '';
  const withSeconds = /T\d{2}:\d{2}$/.test(local) ? `${local}:00` : local.slice(0, 19);
  return withSeconds + offsetText(-new Date(local).getTimezoneOffset());
}

/** @param minutes East of Greenwich. */
export function offsetText(minutes: number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
