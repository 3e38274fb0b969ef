import type { Filter } from '@callsight/contract/query/request';
import type { Section } from '@callsight/contract/reports/section';
import { FrameTable, type MetricColumn } from './frame-table.js';
import { isFailure, type Answers, type Ask, type Query } from './queries.js';
import { overPeriod, type Plan, type SectionMaker, type Wanted } from './section-maker.js';
import { SECTION_MAKERS } from './section-makers.js';

/** Counted in every report: whether there is anything in the period. */
export const VOLUME = 'calls.count';

/** A section and what it asks. */
export interface Planned {
  readonly section: Section;
  readonly wanted: Wanted;
}

export const makerOf = (section: Section): SectionMaker<never> => SECTION_MAKERS[section.type];

export const keyOf = (filters: readonly Filter[]): string => JSON.stringify(filters);

export const totalsQuery = (plan: Plan, metrics: readonly string[], filters: readonly Filter[]): Query =>
  overPeriod(plan, {
    metrics,
    ...(filters.length === 0 ? {} : { filters }),
    ...(plan.compare === undefined ? {} : { compare: plan.compare }),
  });

/** The totals of all sections, one query for each set of filters. */
export function totalsQueries(planned: readonly Planned[], plan: Plan): ReadonlyMap<string, Query> {
  const metrics = new Map<string, { filters: readonly Filter[]; metrics: Set<string> }>();
  for (const { wanted } of planned) {
    if (wanted.totals === undefined) continue;
    const key = keyOf(wanted.totals.filters);
    const known = metrics.get(key) ?? { filters: wanted.totals.filters, metrics: new Set<string>() };
    for (const metric of wanted.totals.metrics) known.metrics.add(metric);
    metrics.set(key, known);
  }
  return new Map([...metrics].map(([key, one]) => [key, totalsQuery(plan, [...one.metrics], one.filters)]));
}

/**
 * The query of a section's totals. When a metric that cannot be asked for spoils those that all share, each section asks for
 * its own, so that the others keep their numbers.
 */
export async function totalsBySection(
  planned: readonly Planned[],
  shared: ReadonlyMap<string, Query>,
  answers: Answers,
  plan: Plan,
  ask: Ask,
): Promise<(one: Planned) => Query | undefined> {
  const sharedOf = ({ wanted: { totals } }: Planned): Query | undefined =>
    totals === undefined ? undefined : shared.get(keyOf(totals.filters));
  if (![...shared.values()].some((query) => isFailure(answers.of(query)))) return sharedOf;
  const own = new Map(
    planned.flatMap((one): [Planned, Query][] => {
      const { totals } = one.wanted;
      return totals === undefined ? [] : [[one, totalsQuery(plan, totals.metrics, totals.filters)]];
    }),
  );
  await answers.add([...own.values()], ask);
  return (one) => own.get(one);
}

/** The column of a metric in the first frame of an answer; undefined where there is none. */
export function columnOf(answers: Answers, query: Query | undefined, metric: string): MetricColumn | undefined {
  const answer = query === undefined ? [] : answers.of(query);
  const [frame] = isFailure(answer) ? [] : answer;
  return frame === undefined ? undefined : new FrameTable(frame).metric(metric)[0];
}
