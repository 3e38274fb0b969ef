import { Threshold, ThresholdInput, type ThresholdSchedule } from '@callsight/contract/monitoring/threshold';
import type { Catalogue } from '../analytics/catalogue/catalogue.js';
import { aggregatesOf } from '../analytics/catalogue/language/expression.js';
import { dimensionIn, resolveFilter } from '../analytics/catalogue/language/filter.js';
import { measureOf, type Measure } from '../analytics/catalogue/language/measure.js';
import { QueryError, unknownId } from '../analytics/catalogue/language/query-error.js';
import { parseSpan } from '../lib/time/span.js';
import { MINUTE_MICROS } from '../lib/time/durations.js';
import { unknownZone } from '../lib/time/unknown-zone.js';
import { isTimeZone } from '../lib/time/zone.js';
import { builtInThresholds } from './built-in-thresholds.js';
import type { DefinitionKind } from './definition-kind.js';

const refuse = (message: string, path: string): QueryError => new QueryError('invalid_threshold', message, path);

/** The window that a shown value is of, unless the threshold names another; minutes. */
const DEFAULT_WINDOW_MINUTES = 30;
const WINDOW = { min: 5, max: 1_440 } as const;

/** @returns minutes */
export function windowOf({ window }: Pick<ThresholdInput, 'window'>): number {
  if (window === undefined) return DEFAULT_WINDOW_MINUTES;
  const minutes = (parseSpan(window) ?? NaN) / MINUTE_MICROS;
  if (minutes >= WINDOW.min && minutes <= WINDOW.max && minutes % 5 === 0) return minutes;
  throw refuse(`"${window}" is no window; valid are 5m to 24h, in steps of five minutes, such as 30m`, '/window');
}

/** Kinds of numbers that a kind of threshold can watch. */
const WATCHABLE: Readonly<Record<Threshold['kind'], readonly Measure['kind'][]>> = {
  usual: ['count', 'rate', 'mean', 'percentile'],
  silence: ['count'],
  drift: ['count', 'rate', 'mean'],
  fixed: ['count', 'rate', 'mean', 'percentile', 'other'],
};

const WORDS: Readonly<Record<Measure['kind'], string>> = {
  count: 'a count',
  rate: 'a rate of counts',
  mean: 'a mean',
  percentile: 'a percentile',
  other: 'a sum, a maximum or a state',
};

function checkMeasure({ kind, metric, comparison }: ThresholdInput, measure: Measure): void {
  const words = WORDS[measure.kind];
  if (!WATCHABLE[kind].includes(measure.kind)) {
    const valid = WATCHABLE[kind].map((one) => WORDS[one]).join(', ');
    const advice =
      kind === 'usual' && measure.kind === 'other' ? '; watch the count and the mean of it, or use fixed' : '';
    throw refuse(`${kind} watches ${valid}; ${metric} is ${words}${advice}`, '/metric');
  }
  if (comparison !== undefined && kind !== 'fixed')
    throw refuse('only a fixed limit is compared in another way', '/comparison');
  if (kind === 'fixed' && measure.kind === 'other' && comparison !== 'plain')
    throw refuse(`${metric} is ${words}, about which no test can be made; set "comparison": "plain"`, '/comparison');
}

/** A value that is compared as a whole, such as a maximum, is of no number of calls. */
function checkMinimum({ minimum, comparison }: ThresholdInput, metric: string, measure: Measure): void {
  const number = typeof minimum === 'number' ? minimum : minimum?.n;
  const hasNumber = measure.kind !== 'other' && !(measure.kind === 'percentile' && comparison === 'plain');
  if (number !== undefined && !hasNumber)
    throw refuse(`how many stand behind ${metric} is not counted here; leave the number out`, '/minimum');
}

function checkDirection({ kind, direction }: ThresholdInput, measure: Measure): void {
  if (measure.kind === 'percentile' && direction !== undefined && direction !== 'above')
    throw refuse('a percentile is watched above only', '/direction');
  if (kind === 'silence' && direction !== undefined && direction !== 'below')
    throw refuse('silence has no direction but below', '/direction');
  if (kind === 'fixed' && direction === 'either') throw refuse('fixed needs a direction: above or below', '/direction');
}

function checkLimit({ kind, limit, direction }: ThresholdInput): void {
  if (kind !== 'fixed') {
    if (limit !== undefined) throw refuse(`only fixed has a limit, ${kind} has none`, '/limit');
    return;
  }
  const { warning, critical } = limit ?? {};
  if (warning === undefined && critical === undefined)
    throw refuse('fixed needs a limit: {"critical": …}, {"warning": …} or both', '/limit');
  const [first, last] = direction === 'below' ? [critical, warning] : [warning, critical];
  if (first !== undefined && last !== undefined && first > last)
    throw refuse('the limit of a warning lies beyond the critical one', '/limit/warning');
}

function checkSchedule(schedule: ThresholdSchedule, calendars: readonly string[]): void {
  if (!isTimeZone(schedule.timezone)) throw refuse(unknownZone(schedule.timezone), '/schedule/timezone');
  if (schedule.from === schedule.to)
    throw refuse('from and to are the same; a whole day is 00:00 to 24:00', '/schedule/to');
  if (schedule.calendar !== undefined && !calendars.includes(schedule.calendar))
    throw unknownId('unknown_calendar', 'calendar', schedule.calendar, calendars, '/schedule/calendar');
}

/** Checks everything that a threshold names. @throws QueryError */
export function checkThreshold(threshold: ThresholdInput, catalogue: Catalogue, calendars: readonly string[]): void {
  const { metric: id, groupBy = [], filters = [], schedule } = threshold;
  const metric = catalogue.metric(id, '/metric');
  const formula = catalogue.formula(id, '/metric');
  const datasets = [...new Set(aggregatesOf(formula).map(({ dataset }) => dataset))];
  for (const [index, name] of groupBy.entries()) {
    const dimension = dimensionIn(name, catalogue.dimensions, datasets, `/groupBy/${index}`);
    if (!dimension.isGroupable) throw refuse(`${name} is continuous and cannot be grouped`, `/groupBy/${index}`);
  }
  for (const [index, filter] of filters.entries())
    resolveFilter(filter, catalogue.dimensions, datasets, `/filters/${index}`);
  const measure = measureOf(formula, metric.unit);
  checkMeasure(threshold, measure);
  checkDirection(threshold, measure);
  checkMinimum(threshold, id, measure);
  checkLimit(threshold);
  windowOf(threshold);
  if (schedule !== undefined) checkSchedule(schedule, calendars);
}

interface Dependencies {
  /** Address of the service as people reach it, without a slash at its end. */
  readonly publicUrl: string;
  readonly catalogueOf: (tenant: string) => Catalogue;
  readonly calendarsOf: (tenant: string) => readonly string[];
  /** Told of a stored threshold that no longer fits, such as one whose metric was deleted. */
  readonly onInvalid: (tenant: string, id: string, reason: string) => void;
}

const NOTHING = (): void => undefined;

/** Thresholds. Those that are built in are there until a tenant replaces them. */
export const thresholdKind = ({
  publicUrl,
  catalogueOf,
  calendarsOf,
  onInvalid,
}: Dependencies): DefinitionKind<Threshold> => ({
  name: 'threshold',
  plural: 'thresholds',
  title: 'threshold',
  schema: Threshold,
  input: ThresholdInput,
  writeScope: 'admin',
  maxPerTenant: 500,
  builtIns: builtInThresholds(publicUrl),
  replacesBuiltIns: true,
  load: (tenant, thresholds) => {
    const invalid = new Set<string>();
    for (const threshold of thresholds)
      try {
        checkThreshold(threshold, catalogueOf(tenant), calendarsOf(tenant));
      } catch (error) {
        invalid.add(threshold.id);
        onInvalid(tenant, threshold.id, error instanceof Error ? error.message : String(error));
      }
    return invalid;
  },
  checkPut: (tenant, threshold) => {
    checkThreshold(threshold, catalogueOf(tenant), calendarsOf(tenant));
    return NOTHING;
  },
  checkRemoval: () => NOTHING,
});
