import type { Calendar } from '@callsight/contract/monitoring/calendar';
import type { Threshold } from '@callsight/contract/monitoring/threshold';
import type { Funnel } from '@callsight/contract/query/funnel';
import type { Catalogue } from '../../analytics/catalogue/catalogue.js';
import { APPOINTMENT_FUNNEL } from '../../analytics/catalogue/funnels/funnel.js';
import { builtInThresholds } from '../../definitions/built-in-thresholds.js';
import type { TenantDefinitions } from './messages.js';

interface Own {
  readonly catalogue: Catalogue;
  readonly funnels: readonly Funnel[];
  readonly thresholds: readonly Threshold[];
  readonly calendars: readonly Calendar[];
}

/** What tenants have defined, as the service last said. */
export class Definitions {
  readonly #builtIn: Catalogue;
  readonly #thresholds: readonly Threshold[];
  readonly #tenants = new Map<string, Own>();

  constructor(builtIn: Catalogue, publicUrl: string, all: readonly TenantDefinitions[]) {
    this.#builtIn = builtIn;
    this.#thresholds = builtInThresholds(publicUrl);
    for (const one of all) this.replace(one);
  }

  /** Takes the place of everything that the tenant had defined. The service has checked it all. */
  replace({ tenant, metrics, ...others }: TenantDefinitions): void {
    const catalogue = this.#builtIn.withAll(metrics, () => undefined);
    this.#tenants.set(tenant, { catalogue, ...others });
  }

  /** Tenants that have defined anything. */
  get tenants(): readonly string[] {
    return [...this.#tenants.keys()];
  }

  catalogue(tenant: string): Catalogue {
    return this.#tenants.get(tenant)?.catalogue ?? this.#builtIn;
  }

  funnels(tenant: string): readonly Funnel[] {
    return this.#tenants.get(tenant)?.funnels ?? [APPOINTMENT_FUNNEL];
  }

  thresholds(tenant: string): readonly Threshold[] {
    return this.#tenants.get(tenant)?.thresholds ?? this.#thresholds;
  }

  calendars(tenant: string): readonly Calendar[] {
    return this.#tenants.get(tenant)?.calendars ?? [];
  }
}
