import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Field, Input, Stack, TextArea, useStyles2 } from '@grafana/ui';
import { type FormEvent, useId, useState } from 'react';
import type { Calendar, CalendarInput } from '@callsight/contract/monitoring/calendar';
import { ChangeError } from '../../../controls/change-error';
import { idOf } from '../../../definition-draft';
import { daysText, readDays } from './days-text';

const EXAMPLE = '2026-12-25 Christmas Day\n2026-12-31 – 2027-01-01 Closed';

interface Props {
  /** Undefined for a new one. */
  readonly calendar: Calendar | undefined;
  readonly taken: readonly string[];
  readonly isBusy: boolean;
  readonly error: Error | undefined;
  readonly onSave: (calendar: CalendarInput) => void;
  readonly onClose: () => void;
}

/** A calendar with its days, typed or pasted one a line. */
export function CalendarForm({ calendar, taken, isBusy, error, onSave, onClose }: Props) {
  const id = useId();
  const styles = useStyles2(getStyles);
  const [title, setTitle] = useState(calendar?.title ?? '');
  const [text, setText] = useState(() => daysText(calendar?.days ?? []));
  const read = readDays(text);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if ('days' in read) {
      onSave({ id: calendar?.id ?? idOf(title.trim(), taken, 'calendar'), title: title.trim(), days: read.days });
    }
  };
  return (
    <form onSubmit={submit} className={styles.form}>
      <Field label={t('alerts.calendar.title', 'Name')} htmlFor={`${id}-title`} noMargin>
        <Input
          id={`${id}-title`}
          value={title}
          maxLength={200}
          placeholder={t('alerts.calendar.title-placeholder', 'Holidays in Berlin')}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
      </Field>
      <Field
        label={t('alerts.calendar.days', 'Days')}
        description={t(
          'alerts.calendar.days-text',
          'One a line: a day or two with a dash between them, and what it is.',
        )}
        htmlFor={`${id}-days`}
        invalid={'error' in read}
        error={'error' in read ? read.error : undefined}
        noMargin
      >
        <TextArea
          id={`${id}-days`}
          rows={12}
          value={text}
          placeholder={EXAMPLE}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </Field>
      {error !== undefined && <ChangeError error={error} />}
      <Stack gap={1}>
        <Button type="submit" disabled={title.trim() === '' || 'error' in read || isBusy}>
          {t('alerts.calendar.save', 'Save')}
        </Button>
        <Button variant="secondary" onClick={onClose}>
          {t('alerts.calendar.cancel', 'Cancel')}
        </Button>
      </Stack>
    </form>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2), maxWidth: 560 }),
});
