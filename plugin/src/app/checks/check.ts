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
