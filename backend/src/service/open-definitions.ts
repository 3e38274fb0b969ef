import type { Catalogue } from '../analytics/catalogue/catalogue.js';
import { CustomMetrics } from '../analytics/catalogue/custom-metrics.js';
import { SavedFunnels } from '../analytics/catalogue/funnels/saved-funnels.js';
import type { TenantDefinitions } from '../api/query-worker/messages.js';
import { definitionStore } from '../definitions/definition-store.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import type { ServiceContext } from './context.js';

export type Definitions = Awaited<ReturnType<typeof openDefinitions>>;

/** What tenants have defined. @param onStored called when a definition was written */
export async function openDefinitions(
  { log, clock }: ServiceContext,
  ledger: Ledger,
  builtIn: Catalogue,
  onStored: () => void,
) {
  const store = () => ledger.store;
  const metrics = await CustomMetrics.load(
    builtIn,
    definitionStore(store, 'metric', onStored),
    clock,
    (tenant, id, reason) =>
      log.warn({ tenant, metric: id, reason }, 'stored custom metric is no longer valid; left out'),
  );
  const funnels = await SavedFunnels.load(definitionStore(store, 'funnel', onStored), clock);
  const of = (tenant: string): TenantDefinitions => ({
    tenant,
    metrics: metrics.list(tenant),
    funnels: funnels.list(tenant),
  });
  const tenants = (): string[] => [...new Set([...metrics.all(), ...funnels.all()].map(({ tenant }) => tenant))];
  return { metrics, funnels, of, all: () => tenants().map(of) };
}
