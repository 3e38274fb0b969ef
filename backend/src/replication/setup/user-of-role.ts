import type { Role } from './settings.js';

/** The user of 1.x that stands for a role. */
export const userOfRole = (role: Role, username: string): string =>
  role === 'service' ? username : `${username}_read`;
