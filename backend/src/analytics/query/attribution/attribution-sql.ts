import { DAY_MICROS } from '../../../lib/time/durations.js';
import type { AttributionModel } from '@callsight/contract/query/attribution';
import { filterSql } from '../filter-sql.js';
import { localTimeSql } from '../local-time.js';
import type { Parameters } from '../parameters.js';
import { TIME_COLUMNS } from '../rows-sql.js';
import { conversionDataset, type AttributionPlan } from './attribution-plan.js';
import { touchesSql } from './touches-sql.js';

/** Parts of one conversion that credits are counted in; a number holds their sum exactly. */
export const CREDIT_PARTS = 1e15;

const HALF_LIFE = 7 * DAY_MICROS;

/**
 * SQL of a touch's weight by its age. Weights are whole, so that their sums do not depend on any order. A touch of the very
 * moment weighs 2⁴⁴, which leaves enough of one that is ten half-lives old, and whose sums a number holds; where touches can
 * be older it weighs 2⁹⁰, so that one of a year before still weighs billions.
 */
const decay = ({ lookback }: AttributionPlan): string =>
  lookback <= 10 * HALF_LIFE
    ? `round(pow(2, 44 - age / ${HALF_LIFE}.0))`
    : `round(pow(2, 90 - age / ${HALF_LIFE}.0))::HUGEINT`;

/** How a model shares a conversion among its touches, whose `rank` counts from the earliest of `n`. */
interface Sharing {
  /** SQL of a touch's weight over one pair, where weights are added up. */
  readonly weight?: (plan: AttributionPlan) => string;
  /** SQL of the weight of a touch and all before it, and of all; only their proportions matter. */
  readonly cumulative: string;
  readonly total: string;
}

const WHOLE: Pick<Sharing, 'total'> = { total: '1' };

const SHARINGS: Readonly<Record<AttributionModel, Sharing>> = {
  first: { cumulative: '(rank >= 1)::INTEGER', ...WHOLE },
  last: { cumulative: '(rank = n)::INTEGER', ...WHOLE },
  last_non_direct: { cumulative: '(rank >= coalesce(last_marked, n))::INTEGER', ...WHOLE },
  linear: { cumulative: 'rank', total: 'n' },
  // 40 % at either end, 20 % in between.
  position: {
    cumulative:
      'CASE WHEN n <= 2 THEN rank WHEN rank = 0 THEN 0 WHEN rank = n THEN 5 * (n - 2) ELSE 2 * (n - 2) + rank - 1 END',
    total: 'CASE WHEN n <= 2 THEN n ELSE 5 * (n - 2) END',
  },
  time_decay: { weight: decay, cumulative: 'weighed', total: 'weighed_all' },
};

const IS_DIRECT = "(source IS NULL OR lower(source) IN ('direct', '(direct)'))";

/** Columns of touches that the models and the groups need. */
const neededOf = ({ groups, models }: AttributionPlan): string[] => [
  ...new Set([...groups, ...(models.includes('last_non_direct') ? ['source'] : [])]),
];

/** SQL of the conversions: `c`, `id`, `moment`, `call_id`, and the identities of the person. */
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
  return `SELECT row_number() OVER () AS c, ${time} AS moment, call_id, caller, call_caller, email, ${own}
    FROM ${dataset} WHERE ${conditions.join(' AND ')}`;
}

/**
 * SQL of what conversions brought: `c`, `currency`, `revenue` in billionths, `counts` (1 in the currency that the conversion
 * counts in, 0 in further ones).
 */
function revenueSql(plan: AttributionPlan, tenant: string): string[] {
  if (conversionDataset(plan.conversion) === 'payments')
    return [
      'worth AS MATERIALIZED (SELECT c, own_currency AS currency, own_revenue AS revenue, 1 AS counts FROM conversions)',
    ];
  return [
    // A payment that names no booking is of the first one that its call led to.
    `first_bookings AS (
      SELECT call_id, arg_min(appointment_id, struct_pack(moment := created_at, id := appointment_id)) AS id
      FROM appointments WHERE tenant = ${tenant} AND call_id IN (SELECT call_id FROM conversions) GROUP BY call_id)`,
    `money AS (
      SELECT appointment_id, reported_appointment_id, call_id, currency, coalesce(amount, 0) - refunded AS net FROM payments
      WHERE tenant = ${tenant} AND call_id IS NOT NULL AND (amount IS NOT NULL OR refunded > 0))`,
    `paid AS (
      SELECT id, currency, sum(net)::BIGINT AS revenue FROM (
        SELECT appointment_id AS id, currency, net FROM money WHERE appointment_id IS NOT NULL
        UNION ALL SELECT first_bookings.id, currency, net FROM money JOIN first_bookings USING (call_id)
        WHERE appointment_id IS NULL AND reported_appointment_id IS NULL
      ) GROUP BY ALL)`,
    `worth AS MATERIALIZED (
      SELECT c, coalesce(paid.currency, own_currency) AS currency, coalesce(paid.revenue, 0) AS revenue,
        (row_number() OVER (PARTITION BY c ORDER BY paid.currency) = 1)::INTEGER AS counts
      FROM conversions LEFT JOIN paid USING (id))`,
  ];
}

/** SQL of the touches of each conversion: `c`, `age`, `id` and what is needed of them. */
function pairsSql({ lookback }: AttributionPlan, needed: readonly string[]): string[] {
  const contact = ['id', ...needed].map((name) => `contacts.${name}`).join(', ');
  const pair = (identity: string, once: string): string => `
    SELECT c, persons.moment - contacts.moment AS age, ${contact} FROM persons JOIN contacts ON contacts.${identity} = persons.key
    WHERE contacts.moment <= persons.moment AND contacts.moment >= persons.moment - ${lookback} ${once}`;
  const key = (name: string, others: readonly string[]): string =>
    `SELECT *, ${name} AS key FROM conversions WHERE ${name} IS NOT NULL ${others.map((other) => `AND ${name} IS DISTINCT FROM ${other}`).join(' ')}`;
  const isFound = ['caller', 'call_caller', 'email'].map((name) => `contacts.caller IS DISTINCT FROM persons.${name}`);
  return [
    `persons AS (${key('caller', [])} UNION ALL ${key('call_caller', ['caller'])} UNION ALL ${key('email', ['caller', 'call_caller'])})`,
    // A touch that is found by its number is not found by its address once more.
    `pairs AS (${pair('caller', '')} UNION ALL ${pair('email', `AND (contacts.caller IS NULL OR (${isFound.join(' AND ')}))`)})`,
  ];
}

/** SQL of the pairs with what the models ask of their order: `ranked`. Models share it, for it is most of the work. */
function rankedSql(plan: AttributionPlan, needed: readonly string[]): string[] {
  const { models } = plan;
  const order = 'PARTITION BY c ORDER BY age DESC, id';
  const [weight] = models.flatMap((model) => SHARINGS[model].weight?.(plan) ?? []);
  const places = ['row_number() OVER (ORDERED) AS rank', 'count(*) OVER (PARTITION BY c) AS n'];
  const weights = [
    'weight',
    'sum(weight) OVER (ORDERED) AS weighed',
    'sum(weight) OVER (PARTITION BY c) AS weighed_all',
  ];
  const columns = [
    'c',
    ...needed,
    ...(models.every((model) => SHARINGS[model].weight !== undefined) ? [] : places),
    ...(weight === undefined ? [] : weights),
  ].map((column) => column.replace('ORDERED', order));
  const source = weight === undefined ? 'pairs' : `(SELECT *, ${weight} AS weight FROM pairs)`;
  const ranked = `SELECT ${columns.join(', ')} FROM ${source}`;
  if (!models.includes('last_non_direct')) return [`ranked AS MATERIALIZED (${ranked})`];
  const marked = `max(rank) FILTER (WHERE NOT ${IS_DIRECT}) OVER (PARTITION BY c) AS last_marked`;
  return [`placed AS (${ranked})`, `ranked AS MATERIALIZED (SELECT *, ${marked} FROM placed)`];
}

/** Whole parts of something up to a touch: all of it at the last one. */
const upTo = (cumulative: string, all: string): string =>
  `CASE WHEN ${cumulative} = total THEN ${all} ELSE round(${all} * (${cumulative}::DOUBLE / total::DOUBLE))::BIGINT END`;

const share = (all: string): string => `${upTo('cumulative', all)} - ${upTo('before', all)}`;

const PARTS = `${CREDIT_PARTS.toFixed(0)}::BIGINT`;

/** SQL of one model: its credits, and what is left over of all. */
function modelSql(
  { groups }: AttributionPlan,
  model: AttributionModel,
  place: number,
): { ctes: string[]; rows: string } {
  const own = groups.map((group, index) => `${group} AS g${index}, `).join('');
  const nulls = groups.map(() => 'NULL, ').join('');
  const { weight, cumulative, total } = SHARINGS[model];
  const before = weight === undefined ? `(${cumulative.replaceAll(/\brank\b/g, '(rank - 1)')})` : 'weighed - weight';
  const [shared, credits, attributed] = ['shared', 'credits', 'attributed'].map((name) => `${name}_${place}`);
  return {
    ctes: [
      `${shared} AS (SELECT *, ${cumulative} AS cumulative, ${before} AS before, ${total} AS total FROM ranked)`,
      `${credits} AS (
        SELECT ${own} currency, sum((${share(PARTS)}) * counts) AS credit, sum(${share('revenue')}) AS revenue
        FROM ${shared} JOIN worth USING (c) WHERE cumulative > before GROUP BY ALL)`,
      `${attributed} AS (SELECT currency, sum(credit) AS credit, sum(revenue) AS revenue FROM ${credits} GROUP BY ALL)`,
    ],
    rows: `SELECT '${model}' AS model, * FROM ${credits} UNION ALL
      SELECT '${model}', ${nulls} totals.currency, totals.credit - coalesce(shared_out.credit, 0), totals.revenue - coalesce(shared_out.revenue, 0)
      FROM totals LEFT JOIN ${attributed} AS shared_out ON shared_out.currency IS NOT DISTINCT FROM totals.currency
      WHERE totals.credit <> coalesce(shared_out.credit, 0) OR totals.revenue <> coalesce(shared_out.revenue, 0)`,
  };
}

/**
 * SQL of the credits of all models: `model`, `g0 …`, `currency`, `credit` (parts of a conversion), `revenue` (billionths).
 * Shares are the differences of rounded cumulative ones, so that those of one conversion add up exactly; and so what is left
 * over of all is of the conversions that no touch led to.
 * Example: docs/sql-examples/attribution-sql.sql.
 */
export function creditsSql(plan: AttributionPlan, tenant: string, parameters: Parameters): string {
  const needed = neededOf(plan);
  const models = plan.models.map((model, index) => modelSql(plan, model, index));
  const tables = [
    `conversions AS MATERIALIZED (${conversionsSql(plan, tenant, parameters)})`,
    ...touchesSql(plan, tenant),
    ...revenueSql(plan, tenant),
    ...pairsSql(plan, needed),
    ...rankedSql(plan, needed),
    `totals AS (SELECT currency, sum(counts) * ${CREDIT_PARTS.toFixed(0)} AS credit, sum(revenue) AS revenue FROM worth GROUP BY ALL)`,
    ...models.flatMap(({ ctes }) => ctes),
  ];
  return `WITH ${tables.join(', ')} ${models.map(({ rows }) => rows).join(' UNION ALL ')}`;
}
