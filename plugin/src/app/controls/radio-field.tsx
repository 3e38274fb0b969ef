import { css } from '@emotion/css';
import { Field, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { useId } from 'react';

interface Props<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** One of a few, all of them seen. */
export function RadioField<T extends string>({ label, options, value, onChange }: Props<T>) {
  const id = useId();
  const styles = useStyles2(getStyles);
  return (
    <Field label={label} htmlFor={id} noMargin className={styles.field}>
      <div role="radiogroup" aria-label={label} className={styles.choices}>
        <RadioButtonGroup id={id} options={[...options]} value={value} onChange={onChange} />
      </div>
    </Field>
  );
}

// Where there is no room for all of them they scroll by themselves, and not the page.
const getStyles = () => ({
  field: css({ maxWidth: '100%' }),
  choices: css({ maxWidth: '100%', overflowX: 'auto' }),
});
