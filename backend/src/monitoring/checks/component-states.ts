import type { CheckStatus } from '@callsight/contract/monitoring/check';
import { DAY_MS, MINUTE_MS } from '../../lib/time/durations.js';
import { toMicros, toMillis, type Clock, type Millis } from '../../lib/time/units.js';
import type { ReaderPool } from '../../storage/duckdb/reader.js';
import type { Row } from '../../storage/duckdb/statement.js';
import type { CheckReport } from './check-reports.js';
import { CHECK_SOURCE, originSql } from './origin.js';

/** How a component is, by what was reported last. */
export interface ComponentState {
  readonly component: string;
  readonly status: CheckStatus;
  /** Since when it has had this status; epoch milliseconds. */
  readonly since: Millis;
  /** When it was reported last; epoch milliseconds. */
  readonly reportedAt: Millis;
  readonly latencyMs?: Millis;
  readonly reason?: string;
}

type Reported = Omit<ComponentState, 'component'>;

/** What was reported of the components of a tenant, by component and by who reported it. */
type Reports = Map<string, Map<string, Reported>>;

interface Dependencies {
  readonly readers: ReaderPool;
  readonly clock: Clock;
  /** Whether a check of this service still looks at a component. */
  readonly isChecked: (tenant: string, check: string, component: string) => boolean;
}

/** What was reported earlier does not hold any more: whoever reports less often than once a day is not heard. */
const HOLDS_MS = DAY_MS;

/** Rows of other instances may arrive so much later than they were written. Events may have times ahead of this clock. */
const LATE_MS = 15 * MINUTE_MS;

/** Components of all tenants that are read at once. */
const MAX_ROWS = 20_000;

const SEVERITY: Readonly<Record<CheckStatus, number>> = { up: 0, degraded: 1, down: 2 };

/**
 * Last report of each component and reporter between two times (epoch microseconds), since when the reporter has said the
 * same, and whether it had said something else between these times.
 * @param written only of rows that were written from then on; epoch microseconds
 */
const latestSql = (from: number, until: number, written: number): string => `
  WITH reports AS MATERIALIZED (
    SELECT tenant, component, status, "value", happened_at, sample_id, ${originSql('sample_id')} AS origin FROM samples
    WHERE kind = 'check' AND happened_at >= ${from} AND happened_at <= ${until} AND change >= ${written}
  ),
  latest AS (
    SELECT * FROM reports
    QUALIFY row_number() OVER (PARTITION BY tenant, component, origin ORDER BY happened_at DESC, sample_id DESC) = 1
  ),
  others AS (
    SELECT tenant, component, origin, max(reports.happened_at) AS until
    FROM reports JOIN latest USING (tenant, component, origin) WHERE reports.status <> latest.status GROUP BY ALL
  )
  SELECT tenant, component, origin, any_value(latest.status) AS status, any_value(latest."value") AS latency,
    max(latest.happened_at) AS reported_at, min(reports.happened_at) AS since,
    any_value(others.until) IS NOT NULL AS has_changed
  FROM latest LEFT JOIN others USING (tenant, component, origin) JOIN reports USING (tenant, component, origin)
  WHERE reports.happened_at > coalesce(others.until, 0)
  GROUP BY ALL ORDER BY reported_at DESC LIMIT ${MAX_ROWS}`;

const statusOf = (text: unknown): CheckStatus => (text === 'down' || text === 'degraded' ? text : 'up');

/** One state of what several report: the worst of them, and since when. */
function combine(component: string, reports: readonly Reported[]): ComponentState | undefined {
  const [worst] = reports.toSorted((one, other) => SEVERITY[other.status] - SEVERITY[one.status]);
  if (worst === undefined) return undefined;
  const same = reports.filter(({ status }) => status === worst.status);
  const times = same.map(({ since }) => since);
  return {
    component,
    ...worst,
    // All are up since the last of them is; it is down as soon as the first of them says so.
    since: worst.status === 'up' ? Math.max(...times) : Math.min(...times),
    reportedAt: Math.max(...reports.map(({ reportedAt }) => reportedAt)),
  };
}

/** How the components of all tenants are: by the checks of this service as they end, and by events as they become rows. */
export class ComponentStates {
  readonly #dependencies: Dependencies;
  readonly #tenants = new Map<string, Reports>();
  /** Rows that were written earlier have been read; epoch milliseconds. */
  #readUntil: Millis = 0;
  #refreshing: Promise<void> | undefined;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Takes the result of a check of this service. */
  note({ tenant, component, source, check, status, at, latencyMs, reason }: CheckReport): void {
    const origin = source === CHECK_SOURCE ? `check:${check}` : `source:${source}`;
    const known = this.#reportsOf(tenant, component).get(origin);
    if (known !== undefined && known.reportedAt > at) return;
    this.#reportsOf(tenant, component).set(origin, {
      status,
      since: known?.status === status ? known.since : at,
      reportedAt: at,
      ...(latencyMs === undefined ? {} : { latencyMs }),
      ...(reason === undefined ? {} : { reason }),
    });
  }

  /** Reads what was reported by events: at first all of a day, then what has been written since. Calls at once share a reading. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#read().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** The states of a tenant's components, by component, in alphabetical order. */
  of(tenant: string): ReadonlyMap<string, ComponentState> {
    const { clock, isChecked } = this.#dependencies;
    const oldest = clock() - HOLDS_MS;
    const states = [...(this.#tenants.get(tenant) ?? [])].flatMap(([component, byOrigin]) => {
      const valid = [...byOrigin].filter(
        ([origin, { reportedAt }]) =>
          reportedAt >= oldest && (!origin.startsWith('check:') || isChecked(tenant, origin.slice(6), component)),
      );
      return (
        combine(
          component,
          valid.map(([, reported]) => reported),
        ) ?? []
      );
    });
    states.sort((one, other) => (one.component < other.component ? -1 : 1));
    return new Map(states.map((state) => [state.component, state]));
  }

  async #read(): Promise<void> {
    const { readers, clock } = this.#dependencies;
    const now = clock();
    const written = Math.max(0, this.#readUntil - LATE_MS);
    const sql = latestSql(toMicros(now - HOLDS_MS), toMicros(now + LATE_MS), toMicros(written));
    for (const row of await readers.rows(sql, {})) this.#take(row);
    this.#readUntil = now;
    this.#forget(now - HOLDS_MS);
  }

  #take(row: Row): void {
    const reports = this.#reportsOf(String(row['tenant']), String(row['component']));
    const origin = String(row['origin']);
    const known = reports.get(origin);
    const [status, reportedAt, since] = [
      statusOf(row['status']),
      toMillis(Number(row['reported_at'])),
      toMillis(Number(row['since'])),
    ];
    // The same report, from memory, says why.
    if (known !== undefined && known.reportedAt >= reportedAt) return;
    const isSame = known?.status === status && !(row['has_changed'] === true && since > known.reportedAt);
    const latency = row['latency'];
    reports.set(origin, {
      status,
      since: isSame ? known.since : since,
      reportedAt,
      ...(typeof latency === 'number' ? { latencyMs: latency } : {}),
    });
  }

  #reportsOf(tenant: string, component: string): Map<string, Reported> {
    const reports = this.#tenants.get(tenant) ?? (new Map() as Reports);
    this.#tenants.set(tenant, reports);
    const byOrigin = reports.get(component) ?? new Map<string, Reported>();
    reports.set(component, byOrigin);
    return byOrigin;
  }

  #forget(before: Millis): void {
    for (const [tenant, reports] of this.#tenants) {
      for (const [component, byOrigin] of reports) {
        for (const [origin, { reportedAt }] of byOrigin) if (reportedAt < before) byOrigin.delete(origin);
        if (byOrigin.size === 0) reports.delete(component);
      }
      if (reports.size === 0) this.#tenants.delete(tenant);
    }
  }
}
