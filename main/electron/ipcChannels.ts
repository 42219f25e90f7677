/**
 * The two names on which page and host talk in Electron. The preload script and the host both build on them.
 */

/** Page to host. */
export const PAGE_CHANNEL = 'gatehouse:page';
/** Host to page. */
export const HOST_CHANNEL = 'gatehouse:host';
