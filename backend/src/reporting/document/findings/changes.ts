import { holm } from '../../../analytics/statistics/holm.js';
import type { Finding } from '../document.js';
import type { FrameTable, MetricColumn } from '../frame-table.js';
import type { AskedBody } from '../document.js';
import type { Context } from '../section-maker.js';
import { weekdayPairs, weekdaysFrom } from './daily.js';
import { pairedChange, type PairedChange } from './paired-change.js';

const SIGNIFICANT = 0.05;

/** Smaller changes are no news, however certain they are: a point between ratios, a twentieth of anything else. */
const WORTH_POINTS = 0.01;
const WORTH_SHARE = 0.05;

interface Candidate {
  readonly column: MetricColumn;
  readonly value: number;
  readonly previous: number;
  readonly paired: PairedChange;
}

/** A metric whose whole and whose days can both be compared. */
function candidateOf(total: MetricColumn, daily: FrameTable, context: Context): Candidate | undefined {
  const { timezone, period, comparison } = context;
  const column = daily
    .metric(total.metric)
    .find(({ unit, currency }) => unit === total.unit && currency === total.currency);
  const [value, previous] = [total.values[0] ?? null, total.previous?.[0] ?? null];
  if (column?.previous === undefined || comparison === undefined || value === null || previous === null)
    return undefined;
  const pairs = weekdayPairs(
    { values: column.values, weekdays: weekdaysFrom(period.from, column.values.length, timezone) },
    { values: column.previous, weekdays: weekdaysFrom(comparison.from, column.previous.length, timezone) },
  );
  const paired = pairedChange(pairs);
  return paired === undefined ? undefined : { column: total, value, previous, paired };
}

/** The size of a change as it is told: in points between ratios, else relative. */
function amounts({ column: { unit }, value, previous, paired }: Candidate) {
  if (unit === 'percentunit') return { amount: value - previous, low: paired.low, high: paired.high, isPoints: true };
  const base = Math.abs(previous);
  const mean = Math.abs(paired.before);
  return { amount: (value - previous) / base, low: paired.low / mean, high: paired.high / mean, isPoints: false };
}

/** Large enough to be told, and no contradiction between the whole and its days. */
function isWorth(candidate: Candidate): boolean {
  if (candidate.column.unit !== 'percentunit' && (candidate.previous === 0 || candidate.paired.before === 0))
    return false;
  const { amount, low, high, isPoints } = amounts(candidate);
  return Math.abs(amount) >= (isPoints ? WORTH_POINTS : WORTH_SHARE) && amount >= low && amount <= high;
}

function told(candidate: Candidate, query: AskedBody, { format, lexicon, words }: Context): Finding {
  const { column, value, previous } = candidate;
  const { amount, low, high, isPoints } = amounts(candidate);
  const isUp = amount > 0;
  const sentence = words.findings.change({
    metric: lexicon.metricTitle(column.metric, column.currency),
    value: format.value(value, column.unit),
    previous: format.value(previous, column.unit),
    change: format.signed(amount, isPoints),
    isUp,
    low: format.signed(low, isPoints),
    high: format.signed(high, isPoints),
  });
  const tone = column.good === 'none' ? 'neutral' : (column.good === 'up') === isUp ? 'good' : 'bad';
  return { tone, ...sentence, query };
}

/**
 * Changes from the period before that are no chance: the weekdays of both differ by more than they vary (paired t-test,
 * corrected by Holm over the metrics). What got worse comes first, then what is most certain.
 */
export function changes(
  totals: FrameTable,
  daily: FrameTable,
  metrics: readonly string[],
  query: AskedBody,
  context: Context,
): Finding[] {
  const candidates = metrics
    .flatMap((id) => totals.metric(id))
    .flatMap((total) => candidateOf(total, daily, context) ?? []);
  const corrected = holm(candidates.map(({ paired }) => paired.p));
  return candidates
    .map((candidate, index) => ({ candidate, p: corrected[index] ?? 1 }))
    .filter(({ candidate, p }) => p < SIGNIFICANT && isWorth(candidate))
    .map(({ candidate, p }) => ({ p, finding: told(candidate, query, context) }))
    .sort((a, b) => Number(b.finding.tone === 'bad') - Number(a.finding.tone === 'bad') || a.p - b.p)
    .map(({ finding }) => finding);
}
