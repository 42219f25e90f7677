/**
 * The sign of Gatehouse: an arch with its gate down.
 */
import type { ReactNode } from 'react';

export function Mark({ size = 28 }: { readonly size?: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false" className="gh-mark">
      <path d="M4 29V14a12 12 0 0 1 24 0v15h-5V14a7 7 0 0 0-14 0v15z" fill="currentColor" />
      <path d="M12.5 12v17M16 10v19M19.5 12v17M9 18h14M9 24h14" stroke="currentColor" strokeWidth="1.6" fill="none" />
    </svg>
  );
}
