import { css } from '@emotion/css';
import { getTimeZone, type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Checkbox, Field, Input, TimeZonePicker, useStyles2 } from '@grafana/ui';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { ThresholdSchedule } from '@callsight/contract/monitoring/threshold';
import { ianaTimeZone } from '../../../../fields/iana-time-zone';
import { ChoiceField } from '../../../../fields/choice-field';
import { FlagField } from '../../../../fields/flag-field';
import { patch } from '../../../../fields/patch';
import { readCalendars } from '../alerts-api';

interface Props {
  readonly value: ThresholdSchedule | undefined;
  readonly onChange: (schedule: ThresholdSchedule | undefined) => void;
}

const workingHours = (): ThresholdSchedule => ({
  weekdays: [1, 2, 3, 4, 5],
  from: '08:00',
  to: '20:00',
  timezone: ianaTimeZone(getTimeZone()),
});

const weekdays = (): string[] => [
  t('alerts.weekday.monday', 'Mon'),
  t('alerts.weekday.tuesday', 'Tue'),
  t('alerts.weekday.wednesday', 'Wed'),
  t('alerts.weekday.thursday', 'Thu'),
  t('alerts.weekday.friday', 'Fri'),
  t('alerts.weekday.saturday', 'Sat'),
  t('alerts.weekday.sunday', 'Sun'),
];

interface TimeProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (time: string) => void;
}

function TimeField({ label, value, onChange }: TimeProps) {
  const id = useId();
  return (
    <Field label={label} htmlFor={id} noMargin>
      <Input id={id} type="time" width={14} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
    </Field>
  );
}

/** The hours in which a threshold may fire; midnight at their end is the end of the day. */
export function ScheduleFields({ value, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const calendars = useQuery({ queryKey: ['calendars'], queryFn: readCalendars });
  const names = weekdays();
  const toggle = (schedule: ThresholdSchedule, day: number): void => {
    const days = schedule.weekdays.includes(day)
      ? schedule.weekdays.filter((one) => one !== day)
      : [...schedule.weekdays, day].sort();
    // A schedule without a day would never be open.
    if (days.length > 0) onChange({ ...schedule, weekdays: days });
  };
  return (
    <div className={styles.fields}>
      <FlagField
        label={t('alerts.schedule.only', 'Only within these hours')}
        value={value !== undefined}
        onChange={(isLimited) => onChange(isLimited ? workingHours() : undefined)}
      />
      {value !== undefined && (
        <>
          <fieldset className={styles.days}>
            <legend>{t('alerts.schedule.days', 'Days')}</legend>
            {names.map((name, index) => (
              <Checkbox
                key={name}
                label={name}
                value={value.weekdays.includes(index + 1)}
                onChange={() => toggle(value, index + 1)}
              />
            ))}
          </fieldset>
          <div className={styles.row}>
            <TimeField
              label={t('alerts.schedule.from', 'From')}
              value={value.from}
              onChange={(from) => from !== '' && onChange({ ...value, from })}
            />
            <TimeField
              label={t('alerts.schedule.to', 'To')}
              value={value.to === '24:00' ? '00:00' : value.to}
              onChange={(to) => to !== '' && onChange({ ...value, to: to === '00:00' ? '24:00' : to })}
            />
            <Field label={t('alerts.schedule.timezone', 'Time zone')} noMargin className={styles.zone}>
              <TimeZonePicker
                value={value.timezone}
                aria-label={t('alerts.schedule.timezone', 'Time zone')}
                onChange={(timezone) => onChange({ ...value, timezone: ianaTimeZone(timezone) })}
              />
            </Field>
            <ChoiceField
              label={t('alerts.schedule.calendar', 'Not on the days of')}
              choices={(calendars.data ?? []).map(({ id, title }) => ({ value: id, label: title }))}
              value={value.calendar}
              placeholder={t('alerts.schedule.no-calendar', 'No holidays')}
              onChange={(calendar) => onChange(patch(value, { calendar }))}
            />
          </div>
        </>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  fields: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5) }),
  row: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(2) }),
  days: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    border: 0,
    margin: 0,
    padding: 0,
    legend: { ...theme.typography.bodySmall, float: 'left', width: 'auto', margin: theme.spacing(0, 2, 0, 0) },
  }),
  zone: css({ minWidth: 240 }),
});
