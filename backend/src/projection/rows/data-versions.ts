import type { ChangedDay } from './replace-rows.js';

/**
 * Version of the data for each tenant and UTC day. An answer that was computed from certain days stays right for as long
 * as none of them changed, whatever goes on today.
 */
export class DataVersions {
  readonly #days = new Map<string, Map<number, number>>();
  #latest = 0;
  /** Told of every change, so that who answers elsewhere learns of it, too. */
  onBump: (changed: readonly ChangedDay[]) => void = () => undefined;

  bump(changed: readonly ChangedDay[]): void {
    if (changed.length === 0) return;
    this.#latest += 1;
    for (const { tenant, day } of changed) {
      const days = this.#days.get(tenant) ?? new Map<number, number>();
      days.set(day, this.#latest);
      this.#days.set(tenant, days);
    }
    this.onBump(changed);
  }

  /** Latest version among the days of a range, both ends included. */
  of(tenant: string, firstDay: number, lastDay: number): number {
    let latest = 0;
    for (const [day, version] of this.#days.get(tenant) ?? []) {
      if (day >= firstDay && day <= lastDay && version > latest) latest = version;
    }
    return latest;
  }
}
