import type { Catalogue } from '../analytics/catalogue/catalogue.js';
import type { TenantDefinitions } from '../api/query-worker/messages.js';
import { checkKind } from '../definitions/check-kind.js';
import { FUNNEL_KIND } from '../definitions/funnel-kind.js';
import { metricKind } from '../definitions/metric-kind.js';
import { DefinitionRegistry } from '../definitions/registry.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import type { ServiceContext } from './context.js';

export type Definitions = Awaited<ReturnType<typeof openDefinitions>>;

/** What tenants have defined; every kind is registered here. */
export async function openDefinitions({ log, clock }: ServiceContext, ledger: Ledger, builtIn: Catalogue) {
  const registry = new DefinitionRegistry({ store: () => ledger.store, clock });
  const metrics = await registry.register(
    metricKind(builtIn, (tenant, id, reason) =>
      log.warn({ tenant, metric: id, reason }, 'stored custom metric is no longer valid; left out'),
    ),
  );
  const funnels = await registry.register(FUNNEL_KIND);
  const checks = await registry.register(
    checkKind((tenant, id, reason) =>
      log.warn({ tenant, check: id, reason }, 'stored check is no longer valid; left out'),
    ),
  );
  /** What queries need of them. */
  const of = (tenant: string): TenantDefinitions => ({
    tenant,
    metrics: metrics.list(tenant),
    funnels: funnels.list(tenant),
  });
  const all = (): TenantDefinitions[] => [...new Set(registry.all().map(({ tenant }) => tenant))].map(of);
  return { registry, checks, of, all };
}
