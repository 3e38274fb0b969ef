import type { Frame } from '@callsight/contract/query/answer';
import { ANNOTATION_KINDS, type AnnotationKind, type AnnotationsQuery } from '@callsight/contract/query/annotations';
import type { Dataset } from '../../catalogue/language/aggregate.js';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { resolveFilter, type ResolvedFilter } from '../../catalogue/language/filter.js';
import { oneOf } from '../../catalogue/language/one-of.js';
import type { RunStatement } from '../measure.js';
import type { QueryContext } from '../planner.js';
import { column, tableFrame } from '../table-frame.js';
import { agentVersions } from './agent-versions.js';
import type { Annotation } from './annotation.js';
import { incidents } from './incidents.js';

const DATASET_OF: Readonly<Record<AnnotationKind, Dataset>> = { agent_version: 'calls', incident: 'samples' };

const READ = { agent_version: agentVersions, incident: incidents } as const;

/**
 * Filters of one kind: those whose dimension its rows have. A filter that no asked kind takes is an error.
 * @throws QueryError
 */
function filtersOf(
  kind: AnnotationKind,
  kinds: readonly AnnotationKind[],
  { annotations: { filters = [] } }: AnnotationsQuery,
  { dimensions }: Catalogue,
): ResolvedFilter[] {
  const takes = (other: AnnotationKind, dimension: string): boolean =>
    dimensions.get(dimension)?.sql[DATASET_OF[other]] !== undefined;
  return filters.flatMap((filter, index) => {
    const isOthers = !takes(kind, filter.dimension) && kinds.some((other) => takes(other, filter.dimension));
    return isOthers ? [] : [resolveFilter(filter, dimensions, [DATASET_OF[kind]], `/annotations/filters/${index}`)];
  });
}

/** What happened in a range, in its order; the columns are those that Grafana reads of annotations. */
export async function answerAnnotations(
  query: AnnotationsQuery,
  catalogue: Catalogue,
  context: QueryContext,
  tenant: string,
  run: RunStatement,
): Promise<Frame> {
  const { kinds: asked = ANNOTATION_KINDS, limit = 1_000 } = query.annotations;
  const kinds = asked.map((kind, index) => oneOf(ANNOTATION_KINDS, 'annotation', kind, `/annotations/kinds/${index}`));
  const found = await Promise.all(
    [...new Set(kinds)].map((kind) => READ[kind](filtersOf(kind, kinds, query, catalogue), context, tenant, run)),
  );
  const rows = found
    .flat()
    .sort((a, b) => a.from - b.from || (a.title < b.title ? -1 : 1))
    .slice(-limit);
  const meta = {
    custom: { from: context.range.from / 1_000, to: context.range.to / 1_000, timezone: context.timezone },
  };
  return tableFrame<Annotation>(
    query.refId,
    query.refId,
    meta,
    [
      column('time', 'time', {}, ({ from }) => from / 1_000),
      column('timeEnd', 'time', {}, ({ to }) => (to === undefined ? null : to / 1_000)),
      column('title', 'string', {}, ({ title }) => title),
      column('text', 'string', {}, ({ text }) => text),
      column('tags', 'string', {}, ({ tags }) => tags.join(',')),
      column('kind', 'string', {}, ({ kind }) => kind),
    ],
    rows,
  );
}
