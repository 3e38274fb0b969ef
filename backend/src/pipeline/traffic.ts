/** Events of one tenant. */
export interface TenantTraffic {
  readonly accepted: number;
  readonly duplicates: number;
  readonly quarantined: number;
}

/** Counts what comes in, since the start, of all tenants together. */
export class Traffic {
  #total: TenantTraffic = { accepted: 0, duplicates: 0, quarantined: 0 };

  get total(): TenantTraffic {
    return this.#total;
  }

  count(_tenant: string, { accepted, duplicates, quarantined }: TenantTraffic): void {
    const before = this.#total;
    this.#total = {
      accepted: before.accepted + accepted,
      duplicates: before.duplicates + duplicates,
      quarantined: before.quarantined + quarantined,
    };
  }
}
