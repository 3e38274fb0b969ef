import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { FlagField } from '../../../../fields/flag-field';
import { patch } from '../../../../fields/patch';
import type { Draft } from '../model/draft';
import { scaleOf } from '../model/unit-scale';
import { NumberField } from '../../../controls/number-field';

interface Props {
  readonly draft: Draft;
  readonly unit: string;
  readonly onChange: (draft: Draft) => void;
}

/** Limits in the unit that people read, and how they are compared. */
export function LimitFields({ draft, unit, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const { suffix, toShown, toStored } = scaleOf(unit);
  const change = (level: 'warning' | 'critical') => (value: number | undefined) => {
    const limit = patch({ ...draft.limit }, { [level]: value === undefined ? undefined : toStored(value) });
    onChange(patch(draft, { limit: Object.keys(limit).length === 0 ? undefined : limit }));
  };
  const shown = (value: number | undefined): number | undefined => (value === undefined ? undefined : toShown(value));
  return (
    <div className={styles.row}>
      <NumberField
        label={t('alerts.limit.warning', 'Warns beyond')}
        value={shown(draft.limit?.warning)}
        suffix={suffix}
        onChange={change('warning')}
      />
      <NumberField
        label={t('alerts.limit.critical', 'Is critical beyond')}
        value={shown(draft.limit?.critical)}
        suffix={suffix}
        onChange={change('critical')}
      />
      <FlagField
        label={t('alerts.limit.plain', 'Fire with the first value beyond it')}
        value={draft.comparison === 'plain'}
        onChange={(isPlain) =>
          onChange(
            patch(draft, { comparison: isPlain ? 'plain' : undefined, ...(isPlain ? { sensitivity: undefined } : {}) }),
          )
        }
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(2) }),
});
