import { locationService } from '@grafana/runtime';
import { APP_ID } from '@callsight/contract/grafana/settings';
import { AlertsPage } from './pages/alerts/alerts-page';
import { ReportsPage } from './pages/reports/reports-page';
import { StartPage } from './pages/start/start-page';
import { useLocation } from './use-location';

/** What all pages of the app begin with. Grafana's own `basename` is the whole path, and so of no use. */
const BEGIN = `/a/${APP_ID}`;

/** The page that the address names; the start page for what is none. */
export function Routes() {
  const { pathname, search } = useLocation();
  const [page, ...parts] = pathname
    .replace(BEGIN, '')
    .split('/')
    .filter((name) => name !== '');
  if (page === 'reports') return <ReportsPage parts={parts.map(decodeURIComponent)} search={search} />;
  if (page !== 'alerts') return <StartPage />;
  return (
    <AlertsPage
      part={parts[0]}
      threshold={new URLSearchParams(search).get('threshold') ?? undefined}
      onSelect={(threshold) => locationService.partial({ threshold: threshold ?? null })}
    />
  );
}
