import type { QueryEditorProps } from '@grafana/data';
import type { QueryType } from '@callsight/contract/grafana/stored-query';
import { upgradeQuery } from '@callsight/contract/grafana/upgrade-query';
import type { CallsightDatasource } from '../callsight-datasource';
import type { CallsightQuery } from '../callsight-query';
import type { CallsightSettings } from '../datasource-settings';
import { defaultQuery } from '../default-query';
import { EditorFrame } from './editor-frame';
import { EditorOfType } from './editor-of-type';
import { QueryTypeField } from '../../fields/query-type-field';
import { useEditorTools } from './use-editor-tools';

interface Props extends QueryEditorProps<CallsightDatasource, CallsightQuery, CallsightSettings> {
  /** Leaves no choice of the type. */
  readonly onlyType?: QueryType;
}

/** What was entered for a type before stays; a type that is chosen for the first time begins with its defaults. */
function withType(query: CallsightQuery, queryType: QueryType): CallsightQuery {
  const isNew = query[queryType] === undefined;
  return { ...query, ...(isNew ? defaultQuery(queryType) : {}), queryType };
}

/** Editor of a query in panels, Explore and alert rules. */
export function QueryEditor({ datasource, query: stored, onChange, onRunQuery, range, onlyType }: Props) {
  const query: CallsightQuery = upgradeQuery({ ...stored });
  const loaded = useEditorTools(datasource, range);
  const change = (next: CallsightQuery): void => {
    onChange(next);
    onRunQuery();
  };
  return (
    <EditorFrame loaded={loaded}>
      {onlyType === undefined && (
        <QueryTypeField value={query.queryType} onChange={(queryType) => change(withType(query, queryType))} />
      )}
      <EditorOfType query={query} onChange={change} tools={loaded.tools} isLoading={loaded.isLoading} />
    </EditorFrame>
  );
}
