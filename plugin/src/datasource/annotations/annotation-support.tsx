import type { AnnotationQuery, AnnotationSupport, QueryEditorProps } from '@grafana/data';
import { upgradeQuery } from '@callsight/contract/grafana/upgrade-query';
import type { CallsightDatasource } from '../callsight-datasource';
import type { CallsightQuery } from '../callsight-query';
import type { CallsightSettings } from '../datasource-settings';
import { defaultQuery } from '../default-query';
import { QueryEditor } from '../editor/query-editor';

/** The query editor without a choice of type: annotations are the only one that makes sense here. */
function AnnotationQueryEditor(props: QueryEditorProps<CallsightDatasource, CallsightQuery, CallsightSettings>) {
  return <QueryEditor {...props} onlyType="annotations" />;
}

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
