import { t } from '@grafana/i18n';
import { Combobox, Field, Input } from '@grafana/ui';
import { useId } from 'react';
import type { ReportRange, ReportRangeName } from '@callsight/contract/reports/report';
import { atWall, type FixedRange, isFixed, RANGE_NAMES, rangeName, wallOf } from '../model/report-period';

interface Props {
  readonly value: ReportRange;
  /** IANA zone in which the days of a fixed range begin. */
  readonly timezone: string;
  readonly onChange: (range: ReportRange) => void;
}

const FIXED = 'fixed';
const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

const midnight = (date: string, timezone: string): string =>
  new Date(atWall({ date, time: '00:00' }, timezone)).toISOString();

/** The day after, so that the day itself is part of a half-open range. */
const nextDay = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);

function FixedDays({ value, timezone, onChange }: Omit<Props, 'value'> & { readonly value: FixedRange }) {
  const id = useId();
  const first = wallOf(Date.parse(value.from), timezone).date;
  const last = wallOf(Date.parse(value.to) - 1, timezone).date;
  const day = (label: string, name: 'from' | 'to', shown: string) => (
    <Field label={label} htmlFor={`${id}-${name}`} noMargin>
      <Input
        id={`${id}-${name}`}
        type="date"
        value={shown}
        onChange={({ currentTarget: { value: date } }) => {
          if (date === '') return;
          onChange({ ...value, [name]: midnight(name === 'to' ? nextDay(date) : date, timezone) });
        }}
      />
    </Field>
  );
  return (
    <>
      {day(t('reports.range.from', 'First day'), 'from', first)}
      {day(t('reports.range.to', 'Last day'), 'to', last)}
    </>
  );
}

/** What a report is about: a period that is found anew for each run, or always the same days. */
export function RangeField({ value, timezone, onChange }: Props) {
  const id = useId();
  const options = [
    ...RANGE_NAMES.map((range) => ({ value: range, label: rangeName(range) })),
    { value: FIXED, label: t('reports.range.fixed', 'The same days always') },
  ];
  const choose = (chosen: string): void => {
    if (chosen !== FIXED) onChange(chosen as ReportRangeName);
    else if (!isFixed(value)) {
      const today = wallOf(Date.now(), timezone).date;
      const first = wallOf(Date.now() - WEEK_MS, timezone).date;
      onChange({ from: midnight(first, timezone), to: midnight(today, timezone) });
    }
  };
  return (
    <>
      <Field label={t('reports.field.period', 'Period')} htmlFor={id} noMargin>
        <Combobox
          id={id}
          options={options}
          value={isFixed(value) ? FIXED : value}
          onChange={(option) => choose(option.value)}
        />
      </Field>
      {isFixed(value) && <FixedDays value={value} timezone={timezone} onChange={onChange} />}
    </>
  );
}
