import type { AttributionPlan } from './attribution-plan.js';

/** A call so long after a recorded touch, with the same marks, is that touch; microseconds. */
const SAME_CONTACT = 30 * 60 * 1_000_000;

const DETAILS = ['tracking_number', 'landing_page'] as const;

/** Whether a group asks for what only calls say of a touch. */
const asksDetails = ({ groups }: AttributionPlan): boolean =>
  groups.some((group) => DETAILS.some((detail) => detail === group));

const SAME = ['source', 'medium', 'campaign']
  .map((name) => `recorded.${name} IS NOT DISTINCT FROM reported.${name}`)
  .join(' AND ');

/**
 * SQL of the table `contacts`: the touches of a time, those that calls tell included: `id`, `moment`, source to landing page,
 * `caller`, `email`, `cost`, `currency`.
 * @param tenant its placeholder
 */
export function touchesSql(plan: AttributionPlan, tenant: string): string[] {
  const { range, lookback, now } = plan;
  const from = range.from - lookback;
  const until = Math.min(range.to, now + 1);
  const details = asksDetails(plan);
  return [
    `recorded AS NOT MATERIALIZED (
      SELECT touch_id AS id, happened_at AS moment, source, medium, campaign, caller, email, cost, currency FROM touches
      WHERE tenant = ${tenant} AND happened_at >= ${from} AND happened_at < ${until})`,
    `reported AS (
      SELECT call_id AS id, started_at AS moment, source, medium, campaign, tracking_number, landing_page, caller FROM calls
      WHERE tenant = ${tenant} AND started_at >= ${from} AND started_at < ${until} AND caller IS NOT NULL
        AND coalesce(source, medium, campaign, tracking_number, landing_page) IS NOT NULL)`,
    // Two joins, for one on either identity would compare each with each.
    `same AS (
      SELECT reported.id AS call, reported.moment, tracking_number, landing_page, arg_max(recorded.id, struct_pack(moment := recorded.moment, id := recorded.id)) AS touch
      FROM reported JOIN (
        SELECT id, moment, source, medium, campaign, caller FROM recorded WHERE caller IS NOT NULL
        UNION ALL SELECT id, moment, source, medium, campaign, email FROM recorded WHERE email IS NOT NULL
      ) AS recorded ON recorded.caller = reported.caller AND recorded.moment BETWEEN reported.moment - ${SAME_CONTACT} AND reported.moment AND ${SAME}
      GROUP BY ALL)`,
    ...(details
      ? [
          `details AS (SELECT touch, ${DETAILS.map((name) => `arg_min(${name}, struct_pack(moment := moment, id := call)) AS ${name}`).join(', ')} FROM same GROUP BY touch)`,
        ]
      : []),
    `contacts AS NOT MATERIALIZED (
      SELECT recorded.id, moment, source, medium, campaign, ${details ? 'details.tracking_number, details.landing_page' : 'NULL::VARCHAR AS tracking_number, NULL::VARCHAR AS landing_page'}, caller, email, cost, currency
      FROM recorded ${details ? 'LEFT JOIN details ON details.touch = recorded.id' : ''}
      UNION ALL
      SELECT id, moment, source, medium, campaign, tracking_number, landing_page, caller, NULL::UUID, NULL::BIGINT, NULL::VARCHAR
      FROM reported WHERE id NOT IN (SELECT call FROM same))`,
  ];
}

/** SQL of what was spent in the range, by group and currency: `g0 …`, `currency`, `cost` in billionths. */
export function spendSql(plan: AttributionPlan, tenant: string): string {
  const { range, now, groups } = plan;
  const until = Math.min(range.to, now + 1);
  const touched = groups.map((group, index) => `${group} AS g${index}, `).join('');
  const tagged = groups.map((group) => `json_extract_string(tags, '$.${group}'), `).join('');
  const names = groups.map((_, index) => `g${index}, `).join('');
  return `WITH ${touchesSql(plan, tenant).join(', ')}
    SELECT ${names} currency, sum(cost) AS cost FROM (
      SELECT ${touched} currency, cost FROM contacts WHERE cost IS NOT NULL AND moment >= ${range.from}
      UNION ALL
      SELECT ${tagged} json_extract_string(tags, '$.currency'), round("value" * 1e9)::BIGINT FROM samples
      WHERE tenant = ${tenant} AND kind = 'sample' AND metric = 'spend' AND "value" IS NOT NULL
        AND happened_at >= ${range.from} AND happened_at < ${until} AND json_extract_string(tags, '$.currency') IS NOT NULL
    ) GROUP BY ALL`;
}
