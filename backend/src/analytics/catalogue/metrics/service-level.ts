import { abandoned } from './abandonment.js';
import { SECOND_MICROS } from '../../../lib/time/durations.js';
import { ANSWERED, count, OFFERED } from './define.js';
import { metric, minus, ratio, sum, type Expression } from '../language/expression.js';
import type { Metric } from './metric.js';
import { SERVICE_LEVEL_FORMULAS, type MetricSettings, type ServiceLevelFormula } from '../settings.js';

const TITLES: Readonly<Record<ServiceLevelFormula, string>> = {
  ignore_abandons: 'abandons ignored',
  abandons_negative: 'abandons count against it',
  abandons_positive: 'abandons within the time count for it',
  abandons_in_X_ignored: 'abandons within the time ignored',
};

/**
 * Service level over the offered calls: how many were answered within the time. What an abandoned call does to it is a
 * matter of convention, so each convention has a name, and the name is part of the result.
 */
export function serviceLevelMetrics(settings: MetricSettings): Metric[] {
  const { serviceLevelSeconds, serviceLevelFormula } = settings;
  const inTime = `wait <= ${serviceLevelSeconds * SECOND_MICROS}`;
  const answered = metric('calls.offered_answered');
  const answeredInTime = metric('calls.answered_in_time');
  const abandonedCalls = metric('calls.abandoned');
  const abandonedInTime = metric('calls.abandoned_in_time');
  const formulas: Readonly<Record<ServiceLevelFormula, Expression>> = {
    ignore_abandons: ratio(answeredInTime, answered),
    abandons_negative: ratio(answeredInTime, sum(answered, abandonedCalls)),
    abandons_positive: ratio(sum(answeredInTime, abandonedInTime), sum(answered, abandonedCalls)),
    abandons_in_X_ignored: ratio(answeredInTime, minus(sum(answered, abandonedCalls), abandonedInTime)),
  };
  const define = (id: string, title: string, formula: ServiceLevelFormula): Metric => ({
    id,
    title,
    description: `Offered calls answered within ${serviceLevelSeconds} s: ${TITLES[formula]}`,
    unit: 'percentunit',
    good: 'up',
    dataset: 'calls',
    expression: formulas[formula],
    parameters: { formula, seconds: serviceLevelSeconds },
  });
  const inTimeCount = (id: string, title: string, words: string, where: string): Metric => ({
    id,
    title,
    description: `Offered calls ${words} within ${serviceLevelSeconds} s`,
    unit: 'short',
    good: 'none',
    dataset: 'calls',
    expression: count(`${where} AND ${inTime}`),
  });
  return [
    inTimeCount('calls.answered_in_time', 'Answered in time', 'answered', `${OFFERED} AND ${ANSWERED}`),
    inTimeCount('calls.abandoned_in_time', 'Abandoned in time', 'abandoned', abandoned(settings)),
    define('calls.service_level', 'Service level', serviceLevelFormula),
    ...SERVICE_LEVEL_FORMULAS.map((formula) =>
      define(`calls.service_level.${formula}`, `Service level, ${TITLES[formula]}`, formula),
    ),
  ];
}
