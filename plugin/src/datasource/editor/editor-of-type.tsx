import type { ComponentType } from 'react';
import type { QueryType } from '@callsight/contract/grafana/stored-query';
import type { CallsightQuery } from '../callsight-query';
import type { EditorTools, PartEditorProps } from '../../fields/editor-tools';
import { AbandonmentEditor } from './queries/abandonment-editor';
import { AnnotationsEditor } from './queries/annotations-editor';
import { AttributionEditor } from '../../fields/queries/attribution-editor';
import { CallsEditor } from '../../fields/queries/calls-editor';
import { FunnelEditor } from './queries/funnel-editor';
import { MetricsEditor } from './queries/metrics-editor';
import { PathsEditor } from '../../fields/queries/paths-editor';
import { SegmentsEditor } from '../../fields/queries/segments-editor';
import { ThresholdsEditor } from './queries/thresholds-editor';

type PartType = Exclude<QueryType, 'metrics'>;
type Part<T extends PartType> = NonNullable<CallsightQuery[T]>;

const EDITORS: { readonly [T in PartType]: ComponentType<PartEditorProps<Part<T>>> } = {
  funnel: FunnelEditor,
  abandonment: AbandonmentEditor,
  paths: PathsEditor,
  attribution: AttributionEditor,
  segments: SegmentsEditor,
  calls: CallsEditor,
  annotations: AnnotationsEditor,
  thresholds: ThresholdsEditor,
};

interface Props {
  readonly query: CallsightQuery;
  readonly onChange: (query: CallsightQuery) => void;
  readonly tools: EditorTools;
  readonly isLoading: boolean;
}

interface PartProps<T extends PartType> extends PartEditorProps<Part<T>> {
  readonly type: T;
}

/** Editor of the part of a query that its type is named after. */
function PartEditor<T extends PartType>({ type, ...props }: PartProps<T>) {
  const Editor: ComponentType<PartEditorProps<Part<T>>> = EDITORS[type];
  return <Editor {...props} />;
}

/** The fields of the type of query that is chosen. */
export function EditorOfType({ query, onChange, tools, isLoading }: Props) {
  const { queryType } = query;
  if (queryType === 'metrics') {
    return <MetricsEditor value={query} onChange={onChange} tools={tools} isLoading={isLoading} />;
  }
  return (
    <PartEditor
      // What is half entered for one type is not to be taken over by the fields of another.
      key={queryType}
      type={queryType}
      value={query[queryType] ?? {}}
      onChange={(part) => onChange({ ...query, [queryType]: part })}
      tools={tools}
    />
  );
}
