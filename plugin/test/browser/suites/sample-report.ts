import type { ReportInput } from '@callsight/contract/reports/report';

/** A report that the suites of the page save and change. */
export const REPORT: ReportInput = {
  id: 'browser',
  title: 'Browser',
  range: 'last_7_days',
  compare: 'previous_period',
  timezone: 'Europe/Berlin',
  locale: 'en',
  sections: [
    { type: 'kpis', metrics: ['calls.count', 'calls.answer_rate'] },
    { type: 'bars', metrics: ['calls.count'], groupBy: ['agent'] },
  ],
};
