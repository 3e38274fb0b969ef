import type { FrameValue } from '@callsight/contract/query/answer';
import { aggregate, sum } from '../../catalogue/language/expression.js';
import type { Aggregate } from '../../catalogue/language/aggregate.js';
import { NO_SHIFT } from '../local-time.js';
import type { AnswerWork } from '../answer-limits.js';
import { measure, type Measured, type RunStatement } from '../measure.js';
import type { Plan, PlannedMetric } from '../plan.js';
import type { QueryContext } from '../planner.js';
import type { Observation } from './observation.js';
import type { Probe } from './probe.js';
import type { Segment, Segments } from './segment.js';
import { segmentPlan } from './segment-plan.js';
import type { Subject } from './subject.js';

/** One comparison to be made: a subject, for money in one currency. */
export interface Probed {
  readonly subject: Subject;
  readonly currency: string | undefined;
  readonly probe: Probe;
}

/** Where the numbers of a segment stand. */
interface Place {
  readonly measured: Measured;
  readonly group: readonly FrameValue[];
}

/** The metric with a formula that has every aggregate of its probe in it. */
const measuredMetric = ({ subject: { metric }, probe }: Probed): PlannedMetric => ({
  metric,
  formula: probe.aggregates.map(aggregate).reduce(sum),
});

function observationIn({ measured, group }: Place, { probe }: Probed): Observation {
  const values = measured.table.values(group, 0);
  return probe.read((of: Aggregate) => values[measured.column(of, undefined)] ?? null);
}

/**
 * Measures everything in every segment: the values of a dimension in one pass over each dataset, listed segments in one
 * each.
 * @returns for each comparison the observation of the baseline, then those of the others in their order
 */
export async function observe(
  probed: readonly Probed[],
  { baseline, others, dimension }: Segments,
  context: QueryContext,
  tenant: string,
  run: RunStatement,
  work: AnswerWork,
): Promise<Observation[][]> {
  const all = [baseline, ...others];
  const measureOne = ({ range, filters }: Segment, groups: Plan['groups']): Promise<Measured> => {
    const plan = segmentPlan({ range, filters, groups }, probed.map(measuredMetric), context);
    return measure(plan, { tenant, range, shift: NO_SHIFT }, [undefined], run, work);
  };
  const placesOfValues = async (by: NonNullable<typeof dimension>): Promise<Place[]> => {
    const chosen = { dimension: by, op: 'in', values: all.map(({ value }) => value) } as const;
    const measured = await measureOne({ ...baseline, filters: [...baseline.filters, chosen] }, [by]);
    return all.map(({ value }) => ({ measured, group: [value] }));
  };
  const places =
    dimension === undefined
      ? await Promise.all(all.map(async (segment) => ({ measured: await measureOne(segment, []), group: [] })))
      : await placesOfValues(dimension);
  return probed.map((one) => places.map((place) => observationIn(place, one)));
}
