import type { Millis } from './units.js';

/** An instant as RFC 3339 in UTC. */
export const isoOf = (at: Millis): string => new Date(at).toISOString();
