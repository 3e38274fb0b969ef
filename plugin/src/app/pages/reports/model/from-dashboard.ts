import type { Catalogue } from '@callsight/contract/query/catalogue';
import type { Filter } from '@callsight/contract/query/request';
import type { ReportRange, ReportRangeName } from '@callsight/contract/reports/report';
import { sharedDimensions } from '../../../../fields/dimensions';
import type { Draft } from './report-draft';
import { AD_HOC_OPERATORS } from '@callsight/contract/grafana/ad-hoc-operators';

const HOUR_MS = 3_600_000;

/** Ranges of dashboards that are those of reports, word for word. */
const EQUAL: Readonly<Record<string, ReportRangeName>> = {
  'now-7d now': 'last_7_days',
  'now-1d/d now-1d/d': 'yesterday',
  'now-1w/w now-1w/w': 'last_week',
  'now-1M/M now-1M/M': 'last_month',
  'now/M now': 'month_to_date',
  'now/M now/M': 'month_to_date',
  'now-1Q/Q now-1Q/Q': 'last_quarter',
  'now-1Q/fQ now-1Q/fQ': 'last_quarter',
};

const UNIT_HOURS: Readonly<Record<string, number>> = { m: 1 / 60, h: 1, d: 24, w: 168, M: 730, Q: 2_190, y: 8_760 };

/** The range of reports whose length is nearest to that of a range which ends now. */
function nearest(from: string): ReportRangeName {
  const [, number = '7', unit = 'd'] = /^now-(\d+)([mhdwMQy])/.exec(from) ?? [];
  const hours = Number(number) * (UNIT_HOURS[unit] ?? 24);
  if (hours <= 36) return 'yesterday';
  if (hours <= 240) return 'last_7_days';
  return hours <= 1_100 ? 'last_month' : 'last_quarter';
}

interface RangeOfReport {
  readonly range: ReportRange;
  /** Whether the report covers what the dashboard does. */
  readonly isEqual: boolean;
}

/**
 * The range of a report about what a dashboard shows: one that is relative stays so.
 * @param from as in the address of a dashboard: `now-7d`, or epoch milliseconds
 */
export function rangeOf(from: string, to: string): RangeOfReport {
  const equal = EQUAL[`${from} ${to}`];
  if (equal !== undefined) return { range: equal, isEqual: true };
  if (from.startsWith('now')) return { range: nearest(from), isEqual: false };
  const time = (text: string): number => (/^\d+$/.test(text) ? Number(text) : Date.parse(text));
  const [begin, end] = [time(from), time(to)];
  if (!(end - begin >= HOUR_MS)) return { range: 'last_7_days', isEqual: false };
  return { range: { from: new Date(begin).toISOString(), to: new Date(end).toISOString() }, isEqual: true };
}

/** Grafana's escapes for the characters that part a filter. */
const unescaped = (text: string): string =>
  text.replaceAll('__gfp__', '|').replaceAll('__gfh__', '#').replaceAll('__gfc__', ',');

function adHocFilter(text: string): Filter[] {
  const [dimension = '', operator = '', ...values] = text.split('|');
  // The operators of several values hold the character that parts the fields themselves, which is escaped there.
  const op = AD_HOC_OPERATORS[unescaped(operator)];
  if (dimension === '' || op === undefined || values.length === 0 || values[0] === '') return [];
  return [{ dimension: unescaped(dimension), op, values: values.map((value) => unescaped(value.split(',')[0] ?? '')) }];
}

/** Variables of our dashboards that choose values of the dimension of the same name. */
const VALUE_VARIABLES = ['agent', 'component'];

const NOT_CHOSEN: ReadonlySet<string> = new Set(['', '$__all', 'All']);

/** What a dashboard is filtered by, as its address says it. */
export function filtersOf(search: URLSearchParams): Filter[] {
  const chosen = VALUE_VARIABLES.flatMap((dimension): Filter[] => {
    const values = search.getAll(`var-${dimension}`).filter((value) => !NOT_CHOSEN.has(value));
    return values.length === 0 ? [] : [{ dimension, op: 'in', values }];
  });
  return [...chosen, ...search.getAll('var-filters').flatMap(adHocFilter)];
}

/** The metrics of each section, as far as it has any. */
const metricsOf = (draft: Draft): readonly string[] =>
  draft.sections.flatMap((section) =>
    'metrics' in section ? section.metrics : 'metric' in section ? [section.metric] : [],
  );

export interface TakenOver {
  readonly draft: Draft;
  /** Dimensions whose filters were left out, since not every section knows them. */
  readonly leftOut: readonly string[];
  /** Whether the dashboard shows another range than the report will. */
  readonly isOtherRange: boolean;
}

/** A template with the range and the filters of a dashboard. @param search of the address, as the dashboard's link makes it */
export function takenOver(template: Draft, search: URLSearchParams, catalogue: Catalogue): TakenOver {
  const from = search.get('from');
  const { range, isEqual } =
    from === null ? { range: template.range, isEqual: true } : rangeOf(from, search.get('to') ?? 'now');
  const known = new Set(sharedDimensions(catalogue, metricsOf(template)).map(({ id }) => id));
  const filters = filtersOf(search);
  const kept = filters.filter(({ dimension }) => known.has(dimension));
  return {
    draft: { ...template, range, ...(kept.length === 0 ? {} : { filters: kept }) },
    leftOut: filters.filter((filter) => !kept.includes(filter)).map(({ dimension }) => dimension),
    isOtherRange: !isEqual,
  };
}
