import { t } from '@grafana/i18n';
import { isAdmin } from '../../../is-admin';

export type CheckState = 'ok' | 'warning' | 'problem' | 'hidden';

export interface CheckLink {
  readonly text: string;
  readonly href: string;
}

/** What a check found, and what to do next where something is missing. */
export interface CheckResult {
  readonly state: CheckState;
  readonly text: string;
  readonly next?: string;
  readonly links?: readonly CheckLink[];
}

export interface Check {
  readonly id: string;
  readonly title: string;
  readonly run: () => Promise<CheckResult>;
}

/** What to do next: administrators get the links, others are told who can help. */
export const referToAdmin = (next: string, ...links: readonly CheckLink[]): Pick<CheckResult, 'next' | 'links'> =>
  isAdmin() ? { next, links } : { next: t('checks.ask-admin', 'Ask who administers Grafana to look at this page.') };
