import { t } from '@grafana/i18n';
import { Combobox, Field, Input } from '@grafana/ui';
import { useId } from 'react';
import {
  kindName,
  type Times,
  type Timing,
  type TimingKind,
  timingOf,
  weekdayName,
  withTimingKind,
} from '../model/timing';

interface Props {
  readonly value: Times;
  readonly onChange: (timing: Timing) => void;
  /** Whether the expression is typed, also where it could be said in words. */
  readonly isTyped: boolean;
  readonly onTyped: (isTyped: boolean) => void;
}

const KINDS: readonly TimingKind[] = [
  'daily',
  'workdays',
  'weekly',
  'monthly',
  'first_workday',
  'last_workday',
  'cron',
];
/** Mondays at eight. */
const EXAMPLE = '0 8 * * 1';

/** Monday first. */
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 0];
const DAYS = Array.from({ length: 31 }, (_, index) => index + 1);

function DayFields({ timing, onChange }: { readonly timing: Timing; readonly onChange: (timing: Timing) => void }) {
  const id = useId();
  if (timing.kind === 'weekly') {
    return (
      <Field label={t('reports.timing.weekday', 'On')} htmlFor={id} noMargin>
        <Combobox<number>
          id={id}
          options={WEEKDAYS.map((value) => ({ value, label: weekdayName(value) }))}
          value={timing.weekday}
          onChange={({ value }) => onChange({ ...timing, weekday: value })}
        />
      </Field>
    );
  }
  if (timing.kind === 'monthly') {
    return (
      <Field label={t('reports.timing.day', 'On day')} htmlFor={id} noMargin>
        <Combobox<number>
          id={id}
          options={DAYS.map((value) => ({ value, label: String(value) }))}
          value={timing.day}
          onChange={({ value }) => onChange({ ...timing, day: value })}
        />
      </Field>
    );
  }
  return null;
}

/** When a schedule runs: on which days, at what time; or as a cron expression. */
export function TimingFields({ value, onChange, isTyped, onTyped }: Props) {
  const id = useId();
  const timing: Timing = isTyped ? { kind: 'cron', cron: value.cron } : timingOf(value);
  return (
    <>
      <Field label={t('reports.timing.label', 'Runs')} htmlFor={`${id}-kind`} noMargin>
        <Combobox<TimingKind>
          id={`${id}-kind`}
          options={KINDS.map((value) => ({ value, label: kindName(value) }))}
          value={timing.kind}
          onChange={({ value: kind }) => {
            onTyped(kind === 'cron');
            onChange(withTimingKind(timing, kind));
          }}
        />
      </Field>
      {timing.kind === 'cron' ? (
        <Field
          label={t('reports.timing.expression', 'Minute, hour, day, month, weekday')}
          htmlFor={`${id}-cron`}
          noMargin
        >
          <Input
            id={`${id}-cron`}
            value={timing.cron}
            placeholder={EXAMPLE}
            onChange={(event) => onChange({ kind: 'cron', cron: event.currentTarget.value })}
          />
        </Field>
      ) : (
        <>
          <DayFields timing={timing} onChange={onChange} />
          <Field label={t('reports.timing.time', 'At')} htmlFor={`${id}-time`} noMargin>
            <Input
              id={`${id}-time`}
              type="time"
              value={timing.time}
              onChange={({ currentTarget: { value: time } }) => time !== '' && onChange({ ...timing, time })}
            />
          </Field>
        </>
      )}
    </>
  );
}
