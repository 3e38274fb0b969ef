import type { Role } from './settings.js';

/** Hears what is done to the server. */
export interface Report {
  /** Something was changed. */
  changed(what: string): void;
  /** Something was as it has to be. */
  unchanged(what: string): void;
  /** A secret that is kept nowhere else: to be shown once. */
  secret(role: Role, name: string, secret: string): void;
}
