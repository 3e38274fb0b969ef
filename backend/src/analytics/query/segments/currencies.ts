import type { Dataset } from '../../catalogue/language/aggregate.js';
import { NO_SHIFT } from '../local-time.js';
import type { RunStatement } from '../measure.js';
import type { QueryContext } from '../planner.js';
import { currenciesStatement } from '../rows-sql.js';
import type { Segment } from './segment.js';
import { segmentPlan } from './segment-plan.js';
import type { Subject } from './subject.js';

export const isMoney = ({ comparable }: Subject): boolean =>
  comparable.kind === 'mean' && comparable.aggregate.isMoney === true;

const moneyDatasets = (subjects: readonly Subject[]): Dataset[] => [
  ...new Set(
    subjects.flatMap(({ comparable }) =>
      comparable.kind === 'mean' && comparable.aggregate.isMoney ? [comparable.aggregate.dataset] : [],
    ),
  ),
];

/**
 * Currencies of the rows of all segments, for each of which money is compared by itself.
 * @param segments one of each range and set of filters
 * @returns a single unnamed one where no row has money
 */
export async function currenciesOf(
  subjects: readonly Subject[],
  segments: readonly Segment[],
  context: QueryContext,
  tenant: string,
  run: RunStatement,
): Promise<(string | undefined)[]> {
  const statements = moneyDatasets(subjects).flatMap((dataset) =>
    segments.map(({ range, filters }) => {
      const plan = segmentPlan({ range, filters, groups: [] }, [], context);
      return currenciesStatement(plan, { tenant, dataset, range, shift: NO_SHIFT });
    }),
  );
  const found = (await Promise.all(statements.map(run))).flat();
  const currencies = [...new Set(found.map(({ currency }) => String(currency)))].sort();
  return currencies.length === 0 ? [undefined] : currencies;
}
