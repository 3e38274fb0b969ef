import { locationService } from '@grafana/runtime';
import { AlertsPage } from './pages/alerts/alerts-page';
import { StartPage } from './pages/start/start-page';
import { useLocation } from './use-location';

interface Props {
  /** Path that all pages of the app begin with. */
  readonly basename: string;
}

/** The page that the address names; the start page for what is none. */
export function Routes({ basename }: Props) {
  const { pathname, search } = useLocation();
  const [page, part] = pathname
    .replace(basename, '')
    .split('/')
    .filter((name) => name !== '');
  if (page !== 'alerts') return <StartPage />;
  return (
    <AlertsPage
      part={part}
      threshold={new URLSearchParams(search).get('threshold') ?? undefined}
      onSelect={(threshold) => locationService.partial({ threshold: threshold ?? null })}
    />
  );
}
