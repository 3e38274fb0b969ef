import type { AppRootProps } from '@grafana/data';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import type { AppSettings } from '@callsight/contract/grafana/settings';
import { Routes } from './routes';

/** Grafana may be reachable where the browser believes to be offline. */
const REQUESTS = { networkMode: 'always', retry: 1 } as const;

const newClient = (): QueryClient =>
  new QueryClient({ defaultOptions: { queries: REQUESTS, mutations: { ...REQUESTS, retry: false } } });

/** The app's pages. */
export function App(_props: AppRootProps<AppSettings>) {
  const [client] = useState(newClient);
  return (
    <QueryClientProvider client={client}>
      <Routes />
    </QueryClientProvider>
  );
}
