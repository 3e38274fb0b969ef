import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Combobox, Field, IconButton, useStyles2 } from '@grafana/ui';
import { useId, useMemo } from 'react';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import { metricOption } from '../../../../fields/metric-option';
import { useOptionSearch } from '../../../../fields/use-option-search';

interface Props {
  readonly catalogue: Catalogue;
  /** In the order in which they are shown. */
  readonly value: readonly string[];
  readonly onChange: (metrics: string[]) => void;
}

/** Metrics of a section, each seen in full whatever room there is, and one more to be added. */
export function MetricsField({ catalogue, value, onChange }: Props) {
  const id = useId();
  const styles = useStyles2(getStyles);
  const options = useMemo(
    () => catalogue.metrics.map((metric) => metricOption(metric, catalogue.datasets)),
    [catalogue],
  );
  const search = useOptionSearch(options);
  const titleOf = (metric: string): string => catalogue.metrics.find((one) => one.id === metric)?.title ?? metric;
  return (
    <Field label={t('reports.section.metrics', 'Metrics')} htmlFor={id} noMargin>
      <div className={styles.field}>
        <ul className={styles.chips} aria-label={t('reports.section.metrics', 'Metrics')}>
          {value.map((metric) => (
            <li key={metric} className={styles.chip}>
              {titleOf(metric)}
              <IconButton
                name="times"
                size="sm"
                tooltip={t('reports.section.remove-metric', 'Remove {{- metric}}', { metric: titleOf(metric) })}
                onClick={() => onChange(value.filter((one) => one !== metric))}
              />
            </li>
          ))}
        </ul>
        <Combobox<string>
          id={id}
          options={search}
          // What is chosen becomes a chip, and the list is empty again.
          key={value.length}
          value={null}
          placeholder={t('reports.section.add-metric', 'Add a metric')}
          onChange={({ value: metric }) => value.includes(metric) || onChange([...value, metric])}
        />
      </div>
    </Field>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  field: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  chips: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5), listStyle: 'none' }),
  chip: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(0.25, 1),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.pill,
  }),
});
