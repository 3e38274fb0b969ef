import type { Frame } from '@callsight/contract/query/answer';
import type { Dataset } from '../catalogue/language/aggregate.js';
import { aggregatesOf } from '../catalogue/language/expression.js';
import { measureWeeksBefore, type KeepStretch } from './answer-baseline.js';
import { answerFrame } from './answer-frame.js';
import type { AnswerWork } from './answer-limits.js';
import { NO_SHIFT } from './local-time.js';
import { measure, type Measured, type RunStatement } from './measure.js';
import type { Plan, Range } from './plan.js';
import { currenciesStatement } from './rows-sql.js';

/** Datasets in which a plan adds up money. */
const moneyDatasets = (plan: Plan): Dataset[] => [
  ...new Set(
    plan.metrics.flatMap(({ formula }) =>
      aggregatesOf(formula).flatMap(({ isMoney, dataset }) => (isMoney ? [dataset] : [])),
    ),
  ),
];

/** Currencies of the rows; a single unnamed one when no row has any money. */
async function currenciesOf(plan: Plan, tenant: string, run: RunStatement): Promise<(string | undefined)[]> {
  const ranges: Range[] = plan.comparison === undefined ? [plan.range] : [plan.range, plan.comparison.range];
  const asked = moneyDatasets(plan).flatMap((dataset) => ranges.map((range) => ({ dataset, range })));
  const found = await Promise.all(
    asked.map((scope) => run(currenciesStatement(plan, { tenant, ...scope, shift: NO_SHIFT }))),
  );
  const currencies = [...new Set(found.flat().map(({ currency }) => String(currency)))].sort();
  return currencies.length === 0 ? [undefined] : currencies;
}

function totalsOf(
  plan: Plan,
  tenant: string,
  currencies: readonly (string | undefined)[],
  current: Measured,
  run: RunStatement,
  work: AnswerWork,
): Promise<Measured> {
  if (plan.bucket === undefined || plan.order === undefined || plan.groups.length === 0)
    return Promise.resolve(current);
  const order = plan.order.metric;
  const metrics = plan.metrics.filter(({ metric }) => metric.id === order);
  return measure(
    { ...plan, bucket: undefined, metrics },
    { tenant, range: plan.range, shift: NO_SHIFT },
    currencies,
    run,
    work,
  );
}

/** Answers one plan: measures the range, the range that it is compared with, and the totals that order the groups. */
export async function answerPlan(
  plan: Plan,
  tenant: string,
  run: RunStatement,
  work: AnswerWork,
  keepStretch?: KeepStretch,
): Promise<Frame> {
  const currencies = await currenciesOf(plan, tenant, run);
  const current = await measure(plan, { tenant, range: plan.range, shift: NO_SHIFT }, currencies, run, work);
  const { comparison } = plan;
  const previous =
    comparison === undefined
      ? undefined
      : await measure(plan, { tenant, range: comparison.range, shift: comparison.shift }, currencies, run, work);
  const totals = await totalsOf(plan, tenant, currencies, current, run, work);
  const weeksBefore =
    plan.holidays === undefined
      ? undefined
      : await measureWeeksBefore(plan, tenant, currencies, run, work, keepStretch);
  return answerFrame(plan, { current, previous, totals, currencies, weeksBefore }, work);
}
