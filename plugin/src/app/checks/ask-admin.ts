import { isAdmin } from '../is-admin';
import type { CheckLink, CheckResult } from './check';

/** What to do next: administrators get the links, others are told who can help. */
export const askAdmin = (next: string, ...links: readonly CheckLink[]): Pick<CheckResult, 'next' | 'links'> =>
  isAdmin() ? { next, links } : { next: 'Ask who administers Grafana to look at this page.' };
