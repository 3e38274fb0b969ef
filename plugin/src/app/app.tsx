import type { AppRootProps } from '@grafana/data';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import type { AppSettings } from '@callsight/contract/grafana/settings';
import { Routes } from './routes';

/** The app's pages. */
export function App(_props: AppRootProps<AppSettings>) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <Routes />
    </QueryClientProvider>
  );
}
