/** Events of one tenant since the last observation. */
export interface TenantTraffic {
  accepted: number;
  duplicates: number;
  quarantined: number;
}

/** Counts what comes in, by tenant. */
export class Traffic {
  #since = new Map<string, TenantTraffic>();
  /** Since the start, all tenants together. */
  readonly total: TenantTraffic = { accepted: 0, duplicates: 0, quarantined: 0 };

  count(tenant: string, { accepted, duplicates, quarantined }: Readonly<TenantTraffic>): void {
    const own = this.#since.get(tenant) ?? { accepted: 0, duplicates: 0, quarantined: 0 };
    this.#since.set(tenant, own);
    for (const sum of [own, this.total]) {
      sum.accepted += accepted;
      sum.duplicates += duplicates;
      sum.quarantined += quarantined;
    }
  }

  /** What came since this was last asked, for every tenant that ever sent something; the counts begin anew. */
  take(): ReadonlyMap<string, Readonly<TenantTraffic>> {
    const taken = this.#since;
    this.#since = new Map([...taken.keys()].map((tenant) => [tenant, { accepted: 0, duplicates: 0, quarantined: 0 }]));
    return taken;
  }
}
