import type { AppRootProps } from '@grafana/data';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import type { AppSettings } from '@callsight/contract/grafana/settings';
import { StartPage } from './start/start-page';

/** The app's pages: the start page, whatever the path says. */
export function App(_props: AppRootProps<AppSettings>) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <StartPage />
    </QueryClientProvider>
  );
}
