import { DashboardLinkBuilder, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard';
import { PAGES, type PageName } from './pages.js';

/** A link of a panel to the dashboard that says more, with the range, the datasource and the filters of this one. */
export const pageLink = (page: PageName): DashboardLinkBuilder =>
  new DashboardLinkBuilder(`More: ${PAGES[page].title}`)
    .type(DashboardLinkType.Link)
    .url(`/d/${PAGES[page].uid}?\${__url_time_range}&\${__all_variables}`);
