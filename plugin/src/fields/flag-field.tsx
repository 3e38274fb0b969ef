import { css } from '@emotion/css';
import { Field, Switch, useStyles2 } from '@grafana/ui';
import { useId } from 'react';

interface Props {
  readonly label: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  /** Why it cannot be switched on. */
  readonly reason?: string | undefined;
}

export function FlagField({ label, value, onChange, reason }: Props) {
  const id = useId();
  const styles = useStyles2(getStyles);
  return (
    <Field label={label} description={reason} htmlFor={id} noMargin>
      <div className={styles.line}>
        <Switch
          id={id}
          value={value}
          disabled={reason !== undefined && !value}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      </div>
    </Field>
  );
}

const getStyles = () => ({
  line: css({ display: 'flex', alignItems: 'center', height: 32 }),
});
