import { APP_ID } from '@callsight/contract/grafana/settings';
import { NEW } from './model/report-draft';

export const REPORTS_PATH = `/a/${APP_ID}/reports`;

/** The parts of the page of one report, each with an address of its own. */
export const REPORT_TABS = ['edit', 'schedules', 'history', 'versions'] as const;
export type ReportTab = (typeof REPORT_TABS)[number];

export const reportPath = (id: string, tab: ReportTab = 'edit'): string =>
  `${REPORTS_PATH}/${encodeURIComponent(id)}/${tab}`;

export const newReportPath = (template?: string): string =>
  `${REPORTS_PATH}/${NEW}${template === undefined ? '' : `?${new URLSearchParams({ template })}`}`;
