import type { AnnotationQuery, AnnotationSupport } from '@grafana/data';
import { upgradeQuery } from '@callsight/contract/grafana/upgrade-query';
import type { CallsightQuery } from '../callsight-query';
import { defaultQuery } from '../default-query';
import { AnnotationQueryEditor } from './annotation-query-editor';

const REF_ID = 'Anno';

/** Annotations are a query like any other; the frame has the columns that Grafana looks for. */
export const annotationSupport: AnnotationSupport<CallsightQuery> = {
  getDefaultQuery: () => defaultQuery('annotations'),
  prepareAnnotation: (json: AnnotationQuery<CallsightQuery>) => ({
    ...json,
    target: upgradeQuery({ ...(json.target ?? defaultQuery('annotations')), refId: json.target?.refId ?? REF_ID }),
  }),
  prepareQuery: ({ target }) => (target === undefined ? undefined : { ...target, refId: target.refId || REF_ID }),
  QueryEditor: AnnotationQueryEditor,
};
