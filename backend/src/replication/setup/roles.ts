import type { Role } from './settings.js';

/** In the order in which they are made. */
export const ROLES: readonly Role[] = ['service', 'read-only'];
