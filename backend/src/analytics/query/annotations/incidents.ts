import type { ResolvedFilter } from '../../catalogue/language/filter.js';
import { DAY_MICROS } from '../../../lib/time/zone.js';
import { filterSql } from '../filter-sql.js';
import { localTimeSql } from '../local-time.js';
import type { RunStatement } from '../measure.js';
import { Parameters } from '../parameters.js';
import type { QueryContext } from '../planner.js';
import type { Annotation } from './annotation.js';

/** An incident that began longer before the range is not looked for. */
const LOOK_BACK = 7 * DAY_MICROS;

const MINUTE = 60e6;

function lasting(micros: number): string {
  const minutes = Math.round(micros / MINUTE);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 120) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/**
 * Spans in which a component was not up: from the first check that says so to the next that finds it up again. One that is
 * not over goes on to the end of the range, or to now.
 */
export async function incidents(
  filters: readonly ResolvedFilter[],
  { range, now, timezone }: QueryContext,
  tenant: string,
  run: RunStatement,
): Promise<Annotation[]> {
  const parameters = new Parameters();
  const from = range.from - LOOK_BACK;
  const end = Math.min(range.to, now);
  const local = localTimeSql('happened_at', timezone, { from, to: range.to });
  const conditions = [
    `tenant = ${parameters.bind(tenant)}`,
    `kind = 'check' AND component IS NOT NULL AND happened_at >= ${from} AND happened_at < ${end}`,
    ...filters.map((filter) => filterSql(filter, 'samples', local, parameters)),
  ];
  const rows = await run(
    parameters.statement(`
      WITH checks AS (
        SELECT component, status, happened_at,
          count_if(status = 'up') OVER (PARTITION BY component ORDER BY happened_at, sample_id) AS ups
        FROM samples WHERE ${conditions.join(' AND ')}
      )
      SELECT component, min(happened_at) FILTER (WHERE status <> 'up') AS begun, count_if(status <> 'up') AS checks,
        count_if(status = 'down') > 0 AS is_down,
        lead(min(happened_at)) OVER (PARTITION BY component ORDER BY ups) AS over
      FROM checks GROUP BY component, ups
      QUALIFY begun IS NOT NULL AND coalesce(over, ${end}) > ${range.from} ORDER BY begun, component`),
  );
  return rows.map(({ component, begun, checks, is_down, over }) => {
    const start = Number(begun);
    const isOver = over !== null && over !== undefined;
    const until = isOver ? Number(over) : end;
    const state = is_down === true ? 'down' : 'degraded';
    return {
      kind: 'incident',
      from: start,
      to: until,
      title: `${String(component)} ${state}`,
      text: `${lasting(until - start)}${isOver ? '' : ' so far'}, ${Number(checks)} ${Number(checks) === 1 ? 'check' : 'checks'} not up`,
      tags: ['incident', String(component), state],
    };
  });
}
