import { dateTime, type AnnotationQuery, type DataSourceSettings, type QueryEditorProps } from '@grafana/data';
import { useState, type ComponentType, type ReactNode } from 'react';
import type { CallsightQuery } from '../../../src/datasource/callsight-query';
import type { CallsightSettings } from '../../../src/datasource/datasource-settings';
import { loadDatasource } from './datasource';
import { show } from './show';

declare global {
  interface Window {
    /** What an editor last gave out. */
    edited?: unknown;
    /** How often an editor asked for a run. */
    runs?: number;
  }
}

/** Keeps what an editor edits, as Grafana does, and shows it to the tests. */
function Stateful<T>({
  first,
  children,
}: {
  first: T;
  children: (value: T, onChange: (value: T) => void) => ReactNode;
}) {
  const [value, setValue] = useState(first);
  window.edited = value;
  return (
    <div style={{ padding: 16, maxWidth: 1200 }} data-testid="editor">
      {children(value, setValue)}
    </div>
  );
}

function range(): QueryEditorProps<never, never>['range'] {
  const to = dateTime();
  const from = dateTime(to.valueOf() - 14 * 86_400_000);
  return { from, to, raw: { from, to } };
}

type Editor = ComponentType<Record<string, unknown>>;

const onRunQuery = (): void => {
  window.runs = (window.runs ?? 0) + 1;
};

/** Shows the editor of queries. */
export async function mountQueryEditor(query: Partial<CallsightQuery>): Promise<void> {
  const { plugin, datasource } = await loadDatasource();
  const QueryEditor = plugin.components.QueryEditor as unknown as Editor;
  show(
    <Stateful first={{ refId: 'A', ...query }}>
      {(value, onChange) => (
        <QueryEditor
          datasource={datasource}
          query={value}
          onChange={onChange}
          onRunQuery={onRunQuery}
          range={range()}
        />
      )}
    </Stateful>,
  );
}

/** Shows the editor of a template variable. */
export async function mountVariableEditor(query: object): Promise<void> {
  const { datasource } = await loadDatasource();
  const VariableEditor = datasource.variables.editor as unknown as Editor;
  show(
    <Stateful first={query}>
      {(value, onChange) => (
        <VariableEditor
          datasource={datasource}
          query={value}
          onChange={onChange}
          onRunQuery={onRunQuery}
          range={range()}
        />
      )}
    </Stateful>,
  );
}

/** Shows the editor of an annotation. */
export async function mountAnnotationEditor(annotation: Partial<AnnotationQuery<CallsightQuery>>): Promise<void> {
  const { datasource } = await loadDatasource();
  const { annotations } = datasource;
  const AnnotationEditor = annotations.QueryEditor as unknown as Editor;
  const prepared = annotations.prepareAnnotation?.(annotation);
  show(
    <Stateful first={prepared?.target as CallsightQuery}>
      {(value, onChange) => (
        <AnnotationEditor
          datasource={datasource}
          query={value}
          onChange={onChange}
          onRunQuery={onRunQuery}
          range={range()}
        />
      )}
    </Stateful>,
  );
}

/** Shows the settings of a datasource. */
export async function mountConfigEditor(settings: Partial<DataSourceSettings<CallsightSettings>>): Promise<void> {
  const { plugin } = await loadDatasource();
  const ConfigEditor = plugin.components.ConfigEditor as unknown as Editor;
  show(
    <Stateful first={{ jsonData: {}, secureJsonFields: {}, readOnly: false, ...settings }}>
      {(options, onOptionsChange) => <ConfigEditor options={options} onOptionsChange={onOptionsChange} />}
    </Stateful>,
  );
}
