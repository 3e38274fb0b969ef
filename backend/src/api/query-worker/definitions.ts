import type { Funnel } from '@callsight/contract/query/funnel';
import type { Catalogue } from '../../analytics/catalogue/catalogue.js';
import { APPOINTMENT_FUNNEL } from '../../analytics/catalogue/funnels/funnel.js';
import type { TenantDefinitions } from './messages.js';

interface Own {
  readonly catalogue: Catalogue;
  readonly funnels: readonly Funnel[];
}

/** What tenants have defined, as the service last said. */
export class Definitions {
  readonly #builtIn: Catalogue;
  readonly #tenants = new Map<string, Own>();

  constructor(builtIn: Catalogue, all: readonly TenantDefinitions[]) {
    this.#builtIn = builtIn;
    for (const one of all) this.replace(one);
  }

  /** Takes the place of everything that the tenant had defined. The service has checked it all. */
  replace({ tenant, metrics, funnels }: TenantDefinitions): void {
    const catalogue = this.#builtIn.withAll(metrics, () => undefined);
    this.#tenants.set(tenant, { catalogue, funnels });
  }

  catalogue(tenant: string): Catalogue {
    return this.#tenants.get(tenant)?.catalogue ?? this.#builtIn;
  }

  funnels(tenant: string): readonly Funnel[] {
    return this.#tenants.get(tenant)?.funnels ?? [APPOINTMENT_FUNNEL];
  }
}
