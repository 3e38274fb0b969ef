import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Field, TextArea, useStyles2 } from '@grafana/ui';
import { useId } from 'react';
import type { Section, SectionOf } from '@callsight/contract/reports/section';
import { DimensionPicker } from '../../../../fields/dimension-picker';
import { ofDataset } from '../../../../fields/dimensions';
import type { EditorTools } from '../../../../fields/editor-tools';
import { FiltersField } from '../../../../fields/filters-field';
import { FunnelDefinitionFields } from '../../../../fields/funnel-definition-fields';
import { LimitField } from '../../../../fields/limit-field';
import { patch } from '../../../../fields/patch';
import { AttributionEditor } from '../../../../fields/queries/attribution-editor';
import { CallsEditor } from '../../../../fields/queries/calls-editor';
import { PathsEditor } from '../../../../fields/queries/paths-editor';
import { SegmentsEditor } from '../../../../fields/queries/segments-editor';
import {
  BarsFields,
  type FieldsProps,
  HeatmapFields,
  MetricsFields,
  SeriesFields,
  TableFields,
} from './metric-section-fields';

function FunnelFields({ section, tools, onChange }: FieldsProps<'funnel'>) {
  const styles = useStyles2(getStyles);
  const { funnel } = section;
  const dimensions = ofDataset(tools.catalogue, 'calls');
  const change = (next: SectionOf<'funnel'>['funnel']): void => onChange({ ...section, funnel: next });
  return (
    <>
      <FunnelDefinitionFields value={funnel} onChange={change} tools={tools} />
      <div className={styles.row}>
        <DimensionPicker
          label={t('reports.section.funnel-by', 'A funnel for each')}
          dimensions={dimensions}
          value={[funnel.breakdown ?? []].flat()}
          placeholder={t('reports.section.together', 'All together')}
          onChange={(breakdown) => change(patch(funnel, { breakdown }))}
        />
        <LimitField
          label={t('reports.section.top', 'Top')}
          value={funnel.limit}
          max={50}
          onChange={(limit) => change(patch(funnel, { limit }))}
        />
      </div>
      <FiltersField
        value={funnel.filters}
        dimensions={dimensions}
        values={tools.values}
        onChange={(filters) => change(patch(funnel, { filters }))}
      />
    </>
  );
}

function MarkdownField({ section, onChange }: FieldsProps<'text'>) {
  const id = useId();
  return (
    <Field
      label={t('reports.section.markdown', 'Text')}
      description={t('reports.section.markdown-text', '# heading, **bold**, *emphasis*, - list, [link](https://…)')}
      htmlFor={id}
      noMargin
    >
      <TextArea
        id={id}
        rows={6}
        maxLength={20_000}
        value={section.markdown}
        onChange={(event) => onChange({ ...section, markdown: event.currentTarget.value })}
      />
    </Field>
  );
}

interface Props {
  readonly section: Section;
  readonly tools: EditorTools;
  readonly onChange: (section: Section) => void;
}

/** The fields that a type of section has of its own. */
export function SectionFields({ section, tools, onChange }: Props) {
  const rest = { tools, onChange };
  switch (section.type) {
    case 'findings':
    case 'kpis':
      return <MetricsFields section={section} {...rest} />;
    case 'series':
      return <SeriesFields section={section} {...rest} />;
    case 'bars':
      return <BarsFields section={section} {...rest} />;
    case 'table':
      return <TableFields section={section} {...rest} />;
    case 'heatmap':
      return <HeatmapFields section={section} {...rest} />;
    case 'funnel':
      return <FunnelFields section={section} {...rest} />;
    case 'text':
      return <MarkdownField section={section} {...rest} />;
    case 'page_break':
      return null;
    default:
      return <QueryFields section={section} {...rest} />;
  }
}

/** The fields of sections that are a query as the query editor has it. */
function QueryFields({ section, tools, onChange }: FieldsProps<'paths' | 'attribution' | 'segments' | 'calls'>) {
  switch (section.type) {
    case 'paths':
      return <PathsEditor value={section.paths} tools={tools} onChange={(paths) => onChange({ ...section, paths })} />;
    case 'attribution':
      return (
        <AttributionEditor
          value={section.attribution}
          tools={tools}
          onChange={(attribution) => onChange({ ...section, attribution })}
        />
      );
    case 'segments':
      return (
        <SegmentsEditor
          value={section.segments}
          tools={tools}
          onChange={(segments) => onChange({ ...section, segments })}
        />
      );
    default:
      return <CallsEditor value={section.calls} tools={tools} onChange={(calls) => onChange({ ...section, calls })} />;
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(2) }),
});
