import type { ReportInput } from '@callsight/contract/reports/report';

/** A report that is made in a moment. */
export const DAILY_REPORT: ReportInput = {
  id: 'daily',
  title: 'Daily',
  range: 'yesterday',
  timezone: 'UTC',
  locale: 'en',
  sections: [{ type: 'kpis', metrics: ['calls.count'] }],
};
