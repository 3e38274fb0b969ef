import type { Frame } from '@callsight/contract/query/answer';
import { columnsOf } from './columns-of.js';
import { textsOf } from './texts-of.js';
import type { AgentRow, Answered } from './figures.js';

/** The name of each agent under which most of its calls ran. */
function namesOf(frame: Frame): Map<string, string> {
  const names = textsOf(frame, 'agent_name');
  // Rows come with the most calls first, so that the earliest entry has to stay: it is set last.
  const pairs = textsOf(frame, 'agent').flatMap((agent, row): [string, string][] => {
    const name = names[row];
    return agent === undefined || name === undefined ? [] : [[agent, name]];
  });
  return new Map(pairs.toReversed());
}

/** One row for each agent. */
export function readAgents(frame: Frame, names: Answered<Frame>): AgentRow[] {
  const columns = columnsOf(frame);
  const metrics = [...new Set(columns.map(({ metric }) => metric))];
  const nameOf = 'data' in names ? namesOf(names.data) : new Map<string, string>();
  return textsOf(frame, 'agent').map((agent, row) => ({
    id: agent ?? '',
    name: agent === undefined ? undefined : nameOf.get(agent),
    cells: new Map(
      metrics.map((metric) => [
        metric,
        columns
          .filter((column) => column.metric === metric)
          .map(({ values, unit }) => ({ value: values[row] ?? null, unit })),
      ]),
    ),
  }));
}
