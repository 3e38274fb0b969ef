import type { AttributionModel } from '@callsight/contract/query/attribution';
import { filterSql } from '../filter-sql.js';
import { localTimeSql } from '../local-time.js';
import type { Parameters } from '../parameters.js';
import { TIME_COLUMNS } from '../rows-sql.js';
import { conversionDataset, type AttributionPlan } from './attribution-plan.js';
import { touchesSql } from './touches-sql.js';

/** Parts of one conversion that credits are counted in; a number holds their sum exactly. */
export const CREDIT_PARTS = 1e15;

const DAY = 86_400_000_000;
const HALF_LIFE = 7 * DAY;

/** Weights of touches are whole, so that their sums do not depend on any order. */
const DECAY_PARTS = 1e12;

/**
 * SQL of a touch's weight among the `n` of its conversion, where `rank` counts from the earliest; only their proportions
 * matter.
 */
const WEIGHTS: Readonly<Record<AttributionModel, string>> = {
  first: '(rank = 1)::BIGINT',
  last: '(rank = n)::BIGINT',
  last_non_direct: '(rank = coalesce(last_marked, n))::BIGINT',
  linear: '1',
  // 40 % at either end, 20 % in between.
  position: 'CASE WHEN n <= 2 THEN 1 WHEN rank = 1 OR rank = n THEN 2 * (n - 2) ELSE 1 END',
  // In proportion to the latest touch, so that old ones do not vanish together.
  time_decay: `round(pow(2, (latest - age) / ${HALF_LIFE}.0) * ${DECAY_PARTS})::BIGINT`,
};

const IS_DIRECT = "(source IS NULL OR lower(source) IN ('direct', '(direct)'))";

/** SQL of the conversions: `id`, `moment`, `keys` (identities of the person), `call_id`. */
function conversionsSql(plan: AttributionPlan, tenant: string, parameters: Parameters): string {
  const dataset = conversionDataset(plan.conversion);
  const time = TIME_COLUMNS[dataset];
  const { range, now, timezone, conversion } = plan;
  const local = localTimeSql(time, timezone, range);
  const filters = plan.filters.map((filter) => filterSql(filter, dataset, local, parameters));
  const condition = {
    'booking.confirmed': 'true',
    'booking.kept': "status = 'completed'",
    'payment.succeeded': 'amount IS NOT NULL',
  }[conversion];
  const conditions = [
    `tenant = ${tenant} AND call_id IS NOT NULL AND ${condition}`,
    `${time} >= ${range.from} AND ${time} < ${range.to} AND ${time} <= ${now}`,
    ...filters,
  ];
  const own =
    dataset === 'payments'
      ? 'payment_id AS id, amount - refunded AS own_revenue, currency AS own_currency'
      : 'appointment_id AS id, NULL::BIGINT AS own_revenue, currency AS own_currency';
  return `SELECT row_number() OVER () AS c, ${time} AS moment, call_id, ${own},
    list_distinct(list_filter([caller, call_caller, email], x -> x IS NOT NULL)) AS keys
    FROM ${dataset} WHERE ${conditions.join(' AND ')}`;
}

/**
 * SQL of what conversions brought: `c`, `currency`, `revenue` in billionths, `counts` (1 in the currency that the conversion
 * counts in, 0 in further ones).
 */
function revenueSql(plan: AttributionPlan, tenant: string): string[] {
  if (conversionDataset(plan.conversion) === 'payments')
    return ['worth AS (SELECT c, own_currency AS currency, own_revenue AS revenue, 1 AS counts FROM conversions)'];
  return [
    // A payment that names no booking is of the first one that its call led to.
    `first_bookings AS (
      SELECT call_id, arg_min(appointment_id, struct_pack(moment := created_at, id := appointment_id)) AS id
      FROM appointments WHERE tenant = ${tenant} AND call_id IN (SELECT call_id FROM conversions) GROUP BY call_id)`,
    `money AS (
      SELECT appointment_id, call_id, currency, coalesce(amount, 0) - refunded AS net FROM payments
      WHERE tenant = ${tenant} AND call_id IS NOT NULL AND (amount IS NOT NULL OR refunded > 0))`,
    `paid AS (
      SELECT id, currency, sum(net)::BIGINT AS revenue FROM (
        SELECT appointment_id AS id, currency, net FROM money WHERE appointment_id IS NOT NULL
        UNION ALL SELECT first_bookings.id, currency, net FROM money JOIN first_bookings USING (call_id) WHERE appointment_id IS NULL
      ) GROUP BY ALL)`,
    `worth AS (
      SELECT c, coalesce(paid.currency, own_currency) AS currency, coalesce(paid.revenue, 0) AS revenue,
        (row_number() OVER (PARTITION BY c ORDER BY paid.currency) = 1)::INTEGER AS counts
      FROM conversions LEFT JOIN paid USING (id))`,
  ];
}

/** SQL of the touches of each conversion: `c`, `age`, `id` and the groups. */
function pairsSql({ lookback }: AttributionPlan): string[] {
  const contact = 'contacts.id, contacts.source, contacts.medium, contacts.campaign, tracking_number, landing_page';
  const pair = (identity: string, once: string): string => `
    SELECT c, persons.moment - contacts.moment AS age, ${contact} FROM persons JOIN contacts ON contacts.${identity} = persons.key
    WHERE contacts.moment <= persons.moment AND contacts.moment >= persons.moment - ${lookback} ${once}`;
  return [
    'persons AS (SELECT c, moment, keys, unnest(keys) AS key FROM conversions)',
    // A touch that is found by its number is not found by its address once more.
    `pairs AS (${pair('caller', '')} UNION ALL ${pair('email', 'AND (contacts.caller IS NULL OR NOT list_contains(keys, contacts.caller))')})`,
  ];
}

/** Whole parts of something up to a touch: all of it at the last one. */
const upTo = (cumulative: string, all: string): string =>
  `CASE WHEN ${cumulative} = total THEN ${all} ELSE round(${all} * (${cumulative} / total))::BIGINT END`;

const share = (all: string): string => `${upTo('cumulative', all)} - ${upTo('(cumulative - weight)', all)}`;

/**
 * SQL of the credits of a model: `g0 …`, `currency`, `credit` (parts of a conversion), `revenue` (billionths). Shares are
 * the differences of rounded cumulative ones, so that those of one conversion add up exactly.
 */
export function creditsSql(
  plan: AttributionPlan,
  model: AttributionModel,
  tenant: string,
  parameters: Parameters,
): string {
  const groups = plan.groups.map((group, index) => `${group} AS g${index}, `).join('');
  const nulls = plan.groups.map(() => 'NULL, ').join('');
  const names = plan.groups.map((_, index) => `g${index}, `).join('');
  const marked =
    model === 'last_non_direct'
      ? `, max(rank) FILTER (WHERE NOT ${IS_DIRECT}) OVER (PARTITION BY c) AS last_marked`
      : '';
  return `WITH conversions AS MATERIALIZED (${conversionsSql(plan, tenant, parameters)}),
    ${[...touchesSql(plan, tenant), ...revenueSql(plan, tenant), ...pairsSql(plan)].join(', ')},
    ranked AS (
      SELECT *, row_number() OVER (PARTITION BY c ORDER BY age DESC, id) AS rank, count(*) OVER (PARTITION BY c) AS n,
        min(age) OVER (PARTITION BY c) AS latest FROM pairs
    ),
    marked AS (SELECT *${marked} FROM ranked),
    weighted AS (SELECT *, ${WEIGHTS[model]} AS weight FROM marked),
    shared AS (
      SELECT *, sum(weight) OVER (PARTITION BY c ORDER BY rank)::DOUBLE AS cumulative, sum(weight) OVER (PARTITION BY c)::DOUBLE AS total
      FROM weighted
    ),
    credits AS (
      SELECT ${groups} currency, (${share(`${CREDIT_PARTS.toFixed(0)}::BIGINT`)}) * counts AS credit, ${share('revenue')} AS revenue
      FROM shared JOIN worth USING (c) WHERE weight > 0
      UNION ALL
      SELECT ${nulls} currency, ${CREDIT_PARTS.toFixed(0)}::BIGINT * counts, revenue FROM worth ANTI JOIN pairs USING (c)
    )
    SELECT ${names} currency, sum(credit) AS credit, sum(revenue) AS revenue FROM credits GROUP BY ALL`;
}
