import type { QueryEditorProps } from '@grafana/data';
import type { CallsightDatasource } from '../callsight-datasource';
import type { CallsightQuery } from '../callsight-query';
import type { CallsightSettings } from '../datasource-settings';
import { QueryEditor } from '../editor/query-editor';

/** The query editor without a choice of type: annotations are the only one that makes sense here. */
export function AnnotationQueryEditor(props: QueryEditorProps<CallsightDatasource, CallsightQuery, CallsightSettings>) {
  return <QueryEditor {...props} onlyType="annotations" />;
}
