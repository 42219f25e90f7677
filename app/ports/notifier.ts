/**
 * Tells a person who looks elsewhere that something waits for them.
 */
export interface Notifier {
  /** Both texts are Gatehouse's own words and names; nothing that a server wrote. Does nothing where there is no such thing. */
  notify(title: string, text: string): void;
}
