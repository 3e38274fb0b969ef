import { type DashboardLink, DashboardLinkBuilder, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard';
import { APP_ID } from '@callsight/contract/grafana/settings';
import type { PageName } from './pages.js';

/** The template of a report that says most of what a dashboard shows. */
const TEMPLATES: Readonly<Record<PageName, string>> = {
  overview: 'weekly_executive',
  live: 'daily_operations',
  calls: 'weekly_executive',
  conversion: 'conversion_funnel',
  attribution: 'marketing_attribution',
  agents: 'agent_scorecard',
  trends: 'monthly_review',
  callers: 'marketing_attribution',
  quality: 'system_health',
  money: 'monthly_review',
  health: 'system_health',
  pipeline: 'system_health',
  service: 'system_health',
  influxdb: 'weekly_executive',
};

/** Opens the form of a new report with the range and the filters of the dashboard. */
export function reportLink(page: PageName): { build(): DashboardLink } {
  // Without a placement the link stands beside the filters; the one that the builder begins with is a menu.
  const { placement: _placement, ...link } = new DashboardLinkBuilder('Report')
    .type(DashboardLinkType.Link)
    .url(`/a/${APP_ID}/reports/new?template=${TEMPLATES[page]}`)
    .icon('doc')
    .tooltip('A report of this range with these filters, as a page, a PDF or a workbook, once or on a schedule')
    .includeVars(true)
    .keepTime(true)
    .build();
  return { build: () => link };
}
