import type { GoodDirection } from '@callsight/contract/query/catalogue';

/** What a section shows, or why it cannot. */
export type Result<T> = { readonly data: T } | { readonly failure: string };

/** One number column of an answer, described by the catalogue. */
export interface Column {
  readonly metric: string;
  readonly description: string;
  /** Grafana unit id. */
  readonly unit: string;
  readonly good: GoodDirection;
  readonly values: readonly (number | null)[];
}

export interface Kpi {
  readonly metric: string;
  readonly description: string;
  readonly unit: string;
  readonly good: GoodDirection;
  readonly value: number | null;
  /** Undefined where the range before cannot be queried. */
  readonly previous: number | null | undefined;
  /** The value in the other currencies, where a metric is money of more than one. */
  readonly others: readonly { readonly value: number | null; readonly unit: string }[];
}

/** What was measured in each time bucket; buckets that lie ahead have null or 0. */
export interface Series {
  /** Starts of the buckets, epoch milliseconds. */
  readonly times: readonly number[];
  readonly columns: ReadonlyMap<string, Column>;
  /** Columns that come before in order of time, bucket by bucket; empty if they could not be queried. */
  readonly previousCalls: readonly (number | null)[];
}

export interface Share {
  readonly name: string;
  readonly calls: number;
  /** How many of them were given up so soon that the abandonment rate leaves them out. */
  readonly shortAbandoned: number;
}

export interface AgentRow {
  readonly id: string;
  readonly name: string | undefined;
  /** In the order of the requested columns; money in each currency that has a value. */
  readonly cells: ReadonlyMap<string, readonly { readonly value: number | null; readonly unit: string }[]>;
}

export interface OverviewFigures {
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly now: number;
  readonly kpis: Result<readonly Kpi[]>;
  /** Calls that both ranges rest on; too few of them, and a change means little. */
  readonly calls: number;
  readonly callsBefore: number;
  readonly series: Result<Series>;
  readonly outcomes: Result<readonly Share[]>;
  readonly agents: Result<readonly AgentRow[]>;
  readonly active: Result<{
    readonly now: number;
    readonly peak: number;
    readonly peaks: readonly (number | null)[];
  }>;
  /** Whether the tenant has any call at all, in whatever range. */
  readonly hasCalls: boolean;
}
