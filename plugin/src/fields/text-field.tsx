import { Field, Input } from '@grafana/ui';
import { useId, useState } from 'react';

interface Props {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  readonly placeholder?: string;
  readonly width?: number;
  /** Says what is wrong with a text; undefined when nothing is. */
  readonly check?: (text: string) => string | undefined;
}

/** A text that counts when it is left or Enter is pressed, so that nothing is asked while it is typed. */
export function TextField({ label, value = '', onChange, placeholder = '', width = 16, check }: Props) {
  const id = useId();
  const [text, setText] = useState(value);
  const [shown, setShown] = useState(value);
  if (value !== shown) {
    setShown(value);
    setText(value);
  }
  const error = text === '' ? undefined : check?.(text);
  const commit = (): void => {
    if (error === undefined && text !== value) onChange(text === '' ? undefined : text);
  };
  return (
    <Field label={label} htmlFor={id} noMargin invalid={error !== undefined} error={error}>
      <Input
        id={id}
        width={width}
        value={text}
        placeholder={placeholder}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
      />
    </Field>
  );
}
