import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Button, Field, Input, useStyles2 } from '@grafana/ui';
import { config } from '@grafana/runtime';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { Schedule } from '@callsight/contract/reports/schedule';
import { answerText, deliveryName } from '../model/run-texts';
import { testSchedule } from './schedules-api';

const EXAMPLE = 'lea@example.com';

/** Sends the report to one address now, and shows the answer of the mail server. */
export function TestSend({ schedule }: { readonly schedule: Schedule }) {
  const id = useId();
  const styles = useStyles2(getStyles);
  const [to, setTo] = useState(config.bootData.user.email);
  const { mutate, data, error, isPending } = useMutation({ mutationFn: () => testSchedule(schedule.id, to) });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    mutate();
  };
  return (
    <form onSubmit={submit} className={styles.form}>
      <Field label={t('reports.test.to', 'Send it now to')} htmlFor={id} noMargin>
        <div className={styles.row}>
          <Input
            id={id}
            type="email"
            width={32}
            value={to}
            placeholder={EXAMPLE}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
          <Button type="submit" disabled={to === '' || isPending}>
            {isPending ? t('reports.test.busy', 'Sending…') : t('reports.test.send', 'Send')}
          </Button>
        </div>
      </Field>
      {error !== null && (
        <Alert severity="error" title={t('reports.test.failed', 'Nothing was sent')}>
          {error.message}
        </Alert>
      )}
      {data !== undefined && (
        <Alert severity={data.status === 'sent' ? 'success' : 'error'} title={deliveryName(data.status)}>
          {answerText(data)}
        </Alert>
      )}
    </form>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  row: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
});
