/**
 * Keeps zod from compiling code, which the page's CSP forbids (S2).
 *
 * Must be imported before any schema is made: zod looks at the switch when a schema is built, not when it parses.
 */
import { z } from 'zod';

z.config({ jitless: true });
