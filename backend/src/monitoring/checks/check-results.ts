import { isoOf } from '../../lib/time/iso.js';
import type { CheckResult } from '@callsight/contract/monitoring/check';
import type { CheckReport } from './check-reports.js';
import { taskKey } from './check-scheduler.js';

/** Results that are held of each check. */
const MAX_RESULTS = 100;

/** A report as the API shows it. */
export const resultOf = (report: CheckReport): CheckResult => ({
  check: report.check,
  component: report.component,
  planned_at: isoOf(report.plannedAt),
  at: isoOf(report.at),
  status: report.status,
  latency_ms: report.latencyMs ?? null,
  reason: report.reason ?? null,
  recorded: report.recorded,
});

/** The last results of each check since the start, with the reasons, which events do not have. */
export class CheckResults {
  readonly #reports = new Map<string, CheckReport[]>();

  add(report: CheckReport): void {
    const key = taskKey({ ...report, id: report.check });
    const reports = this.#reports.get(key) ?? [];
    this.#reports.set(key, [report, ...reports].slice(0, MAX_RESULTS));
  }

  /** The latest first. */
  of(tenant: string, source: string, check: string, limit: number): CheckResult[] {
    const reports = this.#reports.get(taskKey({ tenant, source, id: check })) ?? [];
    return reports.slice(0, limit).map(resultOf);
  }

  /** Forgets the results of checks that are no longer defined. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const key of this.#reports.keys()) if (!keys.has(key)) this.#reports.delete(key);
  }
}
