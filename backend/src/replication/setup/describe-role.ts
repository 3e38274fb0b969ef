import type { Role } from './settings.js';

/** By this description an authorization of 2.x is found again. */
export const describeRole = (role: Role, bucket: string): string => `callsight ${role} (${bucket})`;
