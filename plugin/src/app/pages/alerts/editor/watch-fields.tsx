import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import { DimensionPicker } from '../../../../fields/dimension-picker';
import { sharedDimensions } from '../../../../fields/dimensions';
import { FiltersField } from '../../../../fields/filters-field';
import { patch } from '../../../../fields/patch';
import { readValues } from '../../../api/catalogue-api';
import { type Draft, withKind } from '../model/draft';
import { LimitFields } from './limit-fields';
import { MetricField } from '../../../../fields/metric-field';
import { RadioField } from '../../../controls/radio-field';

interface Props {
  readonly draft: Draft;
  readonly catalogue: Catalogue;
  /** Grafana unit id of the metric. */
  readonly unit: string;
  readonly onChange: (draft: Draft) => void;
}

const kinds = () => [
  { value: 'usual' as const, label: t('alerts.kind.usual', 'What is usual') },
  { value: 'fixed' as const, label: t('alerts.kind.fixed', 'A limit') },
  { value: 'silence' as const, label: t('alerts.kind.silence', 'Silence') },
  { value: 'drift' as const, label: t('alerts.kind.drift', 'Slow drift') },
];

const sensitivities = () => [
  { value: 'calm' as const, label: t('alerts.sensitivity.calm', 'Calm') },
  { value: 'normal' as const, label: t('alerts.sensitivity.normal', 'Normal') },
  { value: 'keen' as const, label: t('alerts.sensitivity.keen', 'Keen') },
];

const directions = (kind: Draft['kind']) => [
  { value: 'above' as const, label: t('alerts.direction.above', 'More') },
  { value: 'below' as const, label: t('alerts.direction.below', 'Less') },
  ...(kind === 'fixed' ? [] : [{ value: 'either' as const, label: t('alerts.direction.either', 'Either') }]),
];

/** A percentile is watched above only, and silence below. */
const hasDirection = ({ kind, metric }: Draft): boolean => kind !== 'silence' && !/\.p\d+$/.test(metric);

const hasSensitivity = ({ kind, comparison }: Draft): boolean => kind !== 'drift' && comparison !== 'plain';

/** What is watched, and what it is compared with. */
export function WatchFields({ draft, catalogue, unit, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const dimensions = sharedDimensions(catalogue, draft.metric === '' ? [] : [draft.metric]);
  const { metric: _metric, ...rest } = draft;
  return (
    <div className={styles.fields}>
      <div className={styles.row}>
        <MetricField
          catalogue={catalogue}
          value={draft.metric}
          onChange={(metric) =>
            onChange({ ...patch(rest, hasDirection({ ...draft, metric }) ? {} : { direction: undefined }), metric })
          }
        />
        <DimensionPicker
          label={t('alerts.editor.for-each', 'For each')}
          dimensions={dimensions}
          value={draft.groupBy ?? []}
          placeholder={t('alerts.editor.all-together', 'All together')}
          onChange={(groupBy) => onChange(patch(draft, { groupBy }))}
        />
      </div>
      <FiltersField
        label={t('alerts.editor.only-where', 'Only where')}
        value={draft.filters}
        dimensions={dimensions}
        values={readValues}
        onChange={(filters) => onChange(patch(draft, { filters }))}
      />
      <div className={styles.row}>
        <RadioField
          label={t('alerts.editor.compared-with', 'Compared with')}
          options={kinds()}
          value={draft.kind}
          onChange={(kind) => onChange(withKind(draft, kind))}
        />
        {hasDirection(draft) && (
          <RadioField
            label={t('alerts.editor.direction', 'Wrong is')}
            options={directions(draft.kind)}
            value={draft.direction ?? 'above'}
            onChange={(direction) => onChange({ ...draft, direction })}
          />
        )}
        {hasSensitivity(draft) && (
          <RadioField
            label={t('alerts.editor.sensitivity', 'Sensitivity')}
            options={sensitivities()}
            value={draft.sensitivity ?? 'normal'}
            onChange={(sensitivity) =>
              onChange(patch(draft, { sensitivity: sensitivity === 'normal' ? undefined : sensitivity }))
            }
          />
        )}
      </div>
      {draft.kind === 'fixed' && <LimitFields draft={draft} unit={unit} onChange={onChange} />}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  fields: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }),
  row: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(2) }),
});
