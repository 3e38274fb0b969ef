import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Field, Input, useStyles2 } from '@grafana/ui';
import { useId } from 'react';
import { patch } from '../../../../fields/patch';
import type { Draft } from '../model/draft';
import { RadioField } from '../../../controls/radio-field';

interface Props {
  readonly draft: Draft;
  /** Shown while no name has been entered. */
  readonly placeholder: string;
  readonly onChange: (draft: Draft) => void;
}

/** What a threshold is called in alerts, and how loud they are. */
export function NameFields({ draft, placeholder, onChange }: Props) {
  const id = useId();
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.row}>
      <Field label={t('alerts.editor.name', 'Name')} htmlFor={id} noMargin className={styles.name}>
        <Input
          id={id}
          value={draft.title}
          maxLength={200}
          placeholder={placeholder}
          onChange={(event) => onChange({ ...draft, title: event.currentTarget.value })}
        />
      </Field>
      <RadioField
        label={t('alerts.editor.severity', 'At most')}
        options={[
          { value: 'critical' as const, label: t('alerts.severity.critical', 'Critical') },
          { value: 'warning' as const, label: t('alerts.severity.warning', 'Warning') },
        ]}
        value={draft.severity ?? 'critical'}
        onChange={(severity) => onChange(patch(draft, { severity: severity === 'warning' ? severity : undefined }))}
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(2) }),
  name: css({ flex: '1 1 240px', maxWidth: 420 }),
});
