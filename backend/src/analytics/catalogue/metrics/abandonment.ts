import { metric, minus, ratio } from '../language/expression.js';
import type { MetricSettings } from '../settings.js';
import { SECOND_MICROS } from '../../../lib/time/durations.js';
import { count, define, OFFERED } from './define.js';
import type { Metric } from './metric.js';

/** SQL over one call: offered, and the caller ended it before an answer. */
const GIVEN_UP = `${OFFERED} AND answered_at IS NULL AND ended_by = 'caller'`;

/** SQL over one call: abandoned, that is given up after the time of a short abandon or later. */
export const abandoned = ({ shortAbandonSeconds }: Pick<MetricSettings, 'shortAbandonSeconds'>): string =>
  `${GIVEN_UP} AND wait >= ${shortAbandonSeconds * SECOND_MICROS}`;

/** Calls that callers gave up, and what share of the offered calls they are. */
export function abandonmentMetrics(settings: MetricSettings): Metric[] {
  const { shortAbandonSeconds } = settings;
  return [
    define(
      'calls.abandoned',
      'Abandoned calls',
      `Offered calls that the caller ended before an answer, after ${shortAbandonSeconds} s or more`,
      'short',
      'down',
      count(abandoned(settings)),
    ),
    define(
      'calls.short_abandoned',
      'Short abandons',
      `Offered calls that the caller ended before an answer, within less than ${shortAbandonSeconds} s`,
      'short',
      'none',
      count(`${GIVEN_UP} AND wait < ${shortAbandonSeconds * SECOND_MICROS}`),
    ),
    define(
      'calls.abandonment_rate',
      'Abandonment rate',
      'Abandoned of the offered calls, short abandons left out',
      'percentunit',
      'down',
      ratio(metric('calls.abandoned'), minus(metric('calls.offered'), metric('calls.short_abandoned'))),
    ),
  ];
}
