import { countOf } from './aggregate.js';
import { aggregate, metric, minus, ratio, sum, type Expression } from './expression.js';
import type { Metric } from './metric.js';
import { SERVICE_LEVEL_FORMULAS, type MetricSettings, type ServiceLevelFormula } from './settings.js';

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
export function serviceLevelMetrics({
  serviceLevelSeconds,
  serviceLevelFormula,
  shortAbandonSeconds,
}: MetricSettings): Metric[] {
  const inTime = `wait <= ${serviceLevelSeconds * 1e6}`;
  const count = (where: string): Expression => aggregate(countOf('calls', `direction = 'inbound' AND ${where}`));
  const answered = count('answered_at IS NOT NULL');
  const answeredInTime = count(`answered_at IS NOT NULL AND ${inTime}`);
  const abandoned = metric('calls.abandoned');
  const abandonedInTime = count(
    `answered_at IS NULL AND ended_by = 'caller' AND wait >= ${shortAbandonSeconds * 1e6} AND ${inTime}`,
  );
  const formulas: Readonly<Record<ServiceLevelFormula, Expression>> = {
    ignore_abandons: ratio(answeredInTime, answered),
    abandons_negative: ratio(answeredInTime, sum(answered, abandoned)),
    abandons_positive: ratio(sum(answeredInTime, abandonedInTime), sum(answered, abandoned)),
    abandons_in_X_ignored: ratio(answeredInTime, minus(sum(answered, abandoned), abandonedInTime)),
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
  return [
    define('calls.service_level', 'Service level', serviceLevelFormula),
    ...SERVICE_LEVEL_FORMULAS.map((formula) =>
      define(`calls.service_level.${formula}`, `Service level, ${TITLES[formula]}`, formula),
    ),
  ];
}
