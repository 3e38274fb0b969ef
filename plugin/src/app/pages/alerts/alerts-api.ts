import type { Calendar, CalendarInput } from '@callsight/contract/monitoring/calendar';
import type { Check, CheckInput, CheckResult, Component } from '@callsight/contract/monitoring/check';
import type {
  Threshold,
  ThresholdInput,
  ThresholdPreview,
  ThresholdState,
} from '@callsight/contract/monitoring/threshold';
import { askService } from '../../api/request';

/** A state, and where it leads to: addresses below Grafana's, without a slash before them. */
export interface LinkedState extends ThresholdState {
  readonly links: {
    readonly dashboard: string;
    /** Null where the metric is not about calls. */
    readonly calls: string | null;
  };
}

/** States of a threshold, as they were judged last. */
export interface StatesOfThreshold {
  readonly id: string;
  /** Grafana unit id of value and baseline. */
  readonly unit: string;
  /** Why it could not be judged. */
  readonly failure?: string;
  /** Address of the page that says what to do. */
  readonly runbook?: string;
  readonly states: readonly LinkedState[];
}

const one = (plural: string, id: string): string => `v1/${plural}/${encodeURIComponent(id)}`;

export const readThresholds = async (): Promise<readonly Threshold[]> =>
  (await askService<{ thresholds: Threshold[] }>('v1/thresholds')).thresholds;

export const readStates = async (): Promise<readonly StatesOfThreshold[]> =>
  (await askService<{ thresholds: StatesOfThreshold[] }>('v1/threshold-states')).thresholds;

export const addThreshold = (threshold: ThresholdInput): Promise<Threshold> =>
  askService('v1/thresholds', { body: threshold });

export const changeThreshold = (threshold: ThresholdInput): Promise<Threshold> =>
  askService(one('thresholds', threshold.id), { method: 'PUT', body: threshold });

export const removeThreshold = (id: string): Promise<void> => askService(one('thresholds', id), { method: 'DELETE' });

/** @param from epoch milliseconds; the range is 35 days at most */
export const previewThreshold = (
  threshold: ThresholdInput,
  { from, to }: { readonly from: number; readonly to: number },
  signal: AbortSignal,
): Promise<ThresholdPreview> =>
  askService('v1/thresholds/preview', {
    body: { threshold, from: new Date(from).toISOString(), to: new Date(to).toISOString() },
    signal,
  });

export const readChecks = async (): Promise<readonly Check[]> =>
  (await askService<{ checks: Check[] }>('v1/checks')).checks;

export const addCheck = (check: CheckInput): Promise<Check> => askService('v1/checks', { body: check });

export const changeCheck = (check: CheckInput): Promise<Check> =>
  askService(one('checks', check.id), { method: 'PUT', body: check });

export const removeCheck = (id: string): Promise<void> => askService(one('checks', id), { method: 'DELETE' });

export const runCheck = (id: string): Promise<CheckResult> =>
  askService(`${one('checks', id)}/run`, { method: 'POST', body: {} });

/** The last results of a check, the latest first. */
export const readResults = async (id: string): Promise<readonly CheckResult[]> =>
  (await askService<{ results: CheckResult[] }>(`${one('checks', id)}/results?limit=30`)).results;

export const readComponents = async (): Promise<readonly Component[]> =>
  (await askService<{ components: Component[] }>('v1/components')).components;

export const readCalendars = async (): Promise<readonly Calendar[]> =>
  (await askService<{ calendars: Calendar[] }>('v1/calendars')).calendars;

export const addCalendar = (calendar: CalendarInput): Promise<Calendar> =>
  askService('v1/calendars', { body: calendar });

export const changeCalendar = (calendar: CalendarInput): Promise<Calendar> =>
  askService(one('calendars', calendar.id), { method: 'PUT', body: calendar });

export const removeCalendar = (id: string): Promise<void> => askService(one('calendars', id), { method: 'DELETE' });
