import type { ResolvedFilter } from '../../catalogue/language/filter.js';
import { filterSql } from '../filter-sql.js';
import { anyTime, localTimeSql } from '../local-time.js';
import type { RunStatement } from '../measure.js';
import { Parameters } from '../parameters.js';
import type { QueryContext } from '../planner.js';
import type { Annotation } from './annotation.js';

/**
 * First calls of versions of agents that had another version before. The very first version of an agent changes nothing;
 * versions that run side by side come once each.
 */
export async function agentVersions(
  filters: readonly ResolvedFilter[],
  { range, now, timezone }: QueryContext,
  tenant: string,
  run: RunStatement,
): Promise<Annotation[]> {
  const parameters = new Parameters();
  const local = localTimeSql('started_at', timezone, anyTime(now));
  const conditions = [
    `tenant = ${parameters.bind(tenant)}`,
    `started_at < ${range.to}`,
    'agent IS NOT NULL AND agent_version IS NOT NULL',
    ...filters.map((filter) => filterSql(filter, 'calls', local, parameters)),
  ];
  const rows = await run(
    parameters.statement(`
      WITH versions AS (
        SELECT agent, agent_version, min(started_at) AS first_at, arg_max(agent_name, started_at) AS name
        FROM calls WHERE ${conditions.join(' AND ')} GROUP BY ALL
      ), changes AS (
        SELECT *, lag(agent_version) OVER (PARTITION BY agent ORDER BY first_at, agent_version) AS before FROM versions
      )
      SELECT agent, agent_version, first_at, name, before FROM changes
      WHERE before IS NOT NULL AND first_at >= ${range.from} ORDER BY first_at, agent`),
  );
  return rows.map(({ agent, agent_version, first_at, name, before }) => {
    const who = typeof name === 'string' ? name : String(agent);
    return {
      kind: 'agent_version',
      from: Number(first_at),
      to: undefined,
      title: `${who}: version ${String(agent_version)}`,
      text: `First call of version ${String(agent_version)}; before it: ${String(before)}`,
      tags: ['agent_version', String(agent)],
    };
  });
}
