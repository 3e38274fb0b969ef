import { QUERY_VERSION, type StoredQuery } from '@callsight/contract/grafana/stored-query';
import type { FunnelQuery, FunnelSelection } from '@callsight/contract/query/funnel';
import type { CellRef } from './cell-ref';
import type { FunnelModel } from './funnel-model';

/** Calls that one page of the list has. */
const PAGE = 50;

/** What the funnel is, without what the query wants of it. */
function selectionOf({ id, steps, unit, order, window, exclusions, filters }: FunnelQuery['funnel']): FunnelSelection {
  const fields = { id, steps, unit, order, window, exclusions, filters };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** A step by its name; by its position where the funnel has it twice. */
function stepOf({ steps }: FunnelModel, index: number): string | number {
  const id = steps[index]?.id;
  const isUnique = id !== undefined && steps.filter((step) => step.id === id).length === 1;
  return isUnique ? id : index + 1;
}

/** The query that lists the calls of a cell: the funnel of the query, its segment as filters. */
export function callsOfCell(query: FunnelQuery['funnel'], model: FunnelModel, cell: CellRef): StoredQuery {
  const values = model.segments[cell.segment]?.values ?? [];
  const filters = values.map(({ dimension, value }) => ({ dimension, op: 'in', values: [value] }));
  return {
    refId: 'Calls',
    queryType: 'calls',
    version: QUERY_VERSION,
    calls: {
      funnel: selectionOf(query),
      step: stepOf(model, cell.step),
      end: cell.end,
      ...(filters.length === 0 ? {} : { filters }),
      limit: PAGE,
    },
  };
}
