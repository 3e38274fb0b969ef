import type { Filter } from '@callsight/contract/query/request';
import type { SectionOf, SectionType } from '@callsight/contract/reports/section';
import type { Millis } from '../../lib/time/units.js';
import type { Format } from '../words/format.js';
import type { Words } from '../words/words.js';
import type { Change, DataTable, Figure, SectionContent } from './document.js';
import type { FrameTable } from './frame-table.js';
import type { Lexicon } from './lexicon.js';
import type { Query, Totals } from './queries.js';

export interface Range {
  readonly from: Millis;
  readonly to: Millis;
}

/** What all sections of a report share before anything has been asked. */
export interface Plan {
  readonly period: Range;
  /** IANA zone of days and weeks. */
  readonly timezone: string;
  /** Kind of comparison, as in a query. */
  readonly compare: string | undefined;
  /** Of the whole report. */
  readonly filters: readonly Filter[];
  /** When the report was planned for: what lies after it has not happened yet. */
  readonly plannedAt: Millis;
  /** What metrics are; agents have no names in it yet. */
  readonly lexicon: Lexicon;
}

/** What they share when their queries have been answered. */
export interface Context extends Plan {
  readonly format: Format;
  readonly words: Words;
  /** The range of the comparison. */
  readonly comparison: Range | undefined;
  /** Calls begin only within that range: what differs from it says nothing. */
  readonly isComparisonCut: boolean;
}

/** Queries of a section by names of its own, and the totals that it shows. */
export interface Wanted {
  readonly totals?: Totals;
  readonly queries?: Readonly<Record<string, Query>>;
}

/** The answers of a section's queries, none of which failed. */
export interface Given {
  /** The one row of the totals. */
  readonly totals: FrameTable;
  readonly frames: Readonly<Record<string, readonly FrameTable[]>>;
}

/** What a section comes to. */
export interface Made {
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly content: SectionContent;
  /** Nothing is in it: said instead of an empty chart. */
  readonly isEmpty: boolean;
  readonly tables: readonly DataTable[];
  /** Metrics that are explained at the end of the report. */
  readonly metrics: readonly string[];
  readonly limits?: readonly string[];
  /** Sums of additive metrics over all that the section shows, where it shows all. */
  readonly sums?: readonly { readonly metric: string; readonly filters: readonly Filter[]; readonly sum: number }[];
}

/** How a type of section is asked for and laid out; pure. */
export interface SectionMaker<Type extends SectionType> {
  readonly want: (section: SectionOf<Type>, plan: Plan) => Wanted;
  readonly make: (section: SectionOf<Type>, given: Given, context: Context) => Made;
}

/** The filters of the report and those of a section. */
export const filtersOf = (plan: Plan, own: readonly Filter[] | undefined): readonly Filter[] => [
  ...plan.filters,
  ...(own ?? []),
];

/** A query over the period. */
export const overPeriod = ({ period }: Plan, body: Readonly<Record<string, unknown>>): Query => ({ ...period, body });

/** A query of metrics over the period, with the filters and the comparison of the report. */
export function metricQuery(
  plan: Plan,
  own: readonly Filter[] | undefined,
  body: Readonly<Record<string, unknown>>,
): Query {
  const filters = filtersOf(plan, own);
  return overPeriod(plan, {
    ...body,
    ...(filters.length === 0 ? {} : { filters }),
    ...(plan.compare === undefined ? {} : { compare: plan.compare }),
  });
}

/** The part of a query that is not about metrics, with the filters of the report. */
export function withFilters<Part extends { readonly filters?: readonly Filter[] | undefined }>(
  plan: Plan,
  part: Part,
): Part {
  const filters = filtersOf(plan, part.filters);
  return filters.length === 0 ? part : { ...part, filters };
}

export const figureOf = (value: number | null, unit: string, format: Format): Figure => ({
  value,
  unit,
  text: format.value(value, unit),
});

/** How a value moved, or undefined where there is nothing to compare it with. */
export function changeOf(
  value: number | null,
  previous: number | null | undefined,
  { unit, good }: { readonly unit: string; readonly good: 'up' | 'down' | 'none' },
  format: Format,
): Change | undefined {
  const difference = format.difference(value, previous ?? null, unit);
  if (difference === undefined) return undefined;
  const { amount, text } = difference;
  // What rounds to nothing is called level, so that no arrow stands beside 0.0.
  if (Math.abs(amount) < 0.000_5) return { direction: 'level', tone: 'neutral', text };
  const direction = amount > 0 ? 'up' : 'down';
  return { direction, tone: good === 'none' ? 'neutral' : good === direction ? 'good' : 'bad', text };
}

/** Sums of the columns whose values are parts of a whole; money is left out, of which there may be several currencies. */
export const sumsOf = (
  columns: readonly { readonly metric: string; readonly values: readonly (number | null)[] }[],
  own: readonly Filter[] | undefined,
  context: Context,
): NonNullable<Made['sums']> =>
  columns
    .filter(({ metric }) => {
      const { isAdditive, unit } = context.lexicon.metric(metric);
      return isAdditive && unit !== 'currency';
    })
    .map(({ metric, values }) => ({ metric, filters: filtersOf(context, own), sum: sumOf(values) }));

export const sumOf = (values: readonly (number | null)[]): number =>
  values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
