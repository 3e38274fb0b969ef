import { css } from '@emotion/css';
import { Field, Switch, useStyles2 } from '@grafana/ui';
import { useId } from 'react';

interface Props {
  readonly label: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

export function FlagField({ label, value, onChange }: Props) {
  const id = useId();
  const styles = useStyles2(getStyles);
  return (
    <Field label={label} htmlFor={id} noMargin>
      <div className={styles.line}>
        <Switch id={id} value={value} onChange={(event) => onChange(event.currentTarget.checked)} />
      </div>
    </Field>
  );
}

const getStyles = () => ({
  line: css({ display: 'flex', alignItems: 'center', height: 32 }),
});
