import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Checkbox, Field, Input, TextArea, TimeZonePicker, useStyles2 } from '@grafana/ui';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { Report, ReportFormat } from '@callsight/contract/reports/report';
import type { ScheduleInput } from '@callsight/contract/reports/schedule';
import { ChangeError } from '../../../controls/change-error';
import { ChoiceField } from '../../../../fields/choice-field';
import { ChoicesField } from '../../../../fields/choices-field';
import type { EditorTools } from '../../../../fields/editor-tools';
import { FlagField } from '../../../../fields/flag-field';
import { ianaTimeZone } from '../../../../fields/iana-time-zone';
import { patch } from '../../../../fields/patch';
import { readCalendars } from '../../alerts/alerts-api';
import { formatName } from '../model/run-texts';
import { type ScheduleDraft, scheduleInputOf } from '../model/schedule-draft';
import { timesOf, timingOf } from '../model/timing';
import { ConditionField } from './condition-field';
import { MoreFields } from './more-fields';
import { RecipientsField } from './recipients-field';
import { SchedulePreview } from './schedule-preview';
import { readTargets } from './schedules-api';
import { TimingFields } from './timing-fields';

interface Props {
  readonly report: Report;
  readonly draft: ScheduleDraft;
  /** Ids of all schedules. */
  readonly taken: readonly string[];
  readonly tools: EditorTools;
  readonly isBusy: boolean;
  readonly error: Error | undefined;
  readonly onChange: (draft: ScheduleDraft) => void;
  readonly onSave: (schedule: ScheduleInput) => void;
  readonly onClose: () => void;
}

/** What the service takes where nothing is entered. */
const SUBJECT = '{title}, {period}';

interface PartProps {
  readonly draft: ScheduleDraft;
  readonly onChange: (draft: ScheduleDraft) => void;
}

const FORMATS: readonly ReportFormat[] = ['pdf', 'xlsx', 'csv', 'html', 'parquet'];

function WhenFields({ draft, onChange }: PartProps) {
  const styles = useStyles2(getStyles);
  const [isTyped, setTyped] = useState(timingOf(draft).kind === 'cron');
  const calendars = useQuery({ queryKey: ['calendars'], queryFn: readCalendars });
  return (
    <div className={styles.grid}>
      <TimingFields
        value={draft}
        isTyped={isTyped}
        onTyped={setTyped}
        onChange={(timing) => onChange(patch(draft, timesOf(timing)))}
      />
      <Field label={t('reports.field.timezone', 'Time zone')} noMargin>
        <TimeZonePicker
          value={draft.timezone}
          aria-label={t('reports.field.timezone', 'Time zone')}
          onChange={(timezone) => onChange({ ...draft, timezone: ianaTimeZone(timezone) })}
        />
      </Field>
      <FlagField
        label={t('reports.schedule.workdays', 'On working days only')}
        value={draft.workdays_only === true}
        onChange={(only) => onChange(patch(draft, { workdays_only: only ? true : undefined }))}
      />
      <ChoiceField
        label={t('reports.schedule.calendar', 'Holidays')}
        width="full"
        choices={(calendars.data ?? []).map(({ id, title }) => ({ value: id, label: title }))}
        value={draft.calendar}
        placeholder={t('reports.schedule.no-calendar', 'None')}
        onChange={(calendar) => onChange(patch(draft, { calendar }))}
      />
    </div>
  );
}

function FilesField({ draft, onChange }: PartProps) {
  const styles = useStyles2(getStyles);
  const toggle = (format: ReportFormat): void => {
    const chosen = draft.formats.includes(format)
      ? draft.formats.filter((one) => one !== format)
      : [...draft.formats, format];
    // A schedule without a file would send nothing.
    if (chosen.length > 0) onChange({ ...draft, formats: chosen });
  };
  return (
    <Field label={t('reports.run.formats', 'Files')} noMargin>
      <div role="group" aria-label={t('reports.run.formats', 'Files')} className={styles.row}>
        {FORMATS.map((format) => (
          <Checkbox
            key={format}
            label={formatName(format)}
            value={draft.formats.includes(format)}
            onChange={() => toggle(format)}
          />
        ))}
      </div>
    </Field>
  );
}

function MailFields({ draft, onChange }: PartProps) {
  const id = useId();
  return (
    <>
      <Field
        label={t('reports.schedule.subject', 'Subject')}
        description={t('reports.schedule.subject-text', 'With {title}, {period} and {account}')}
        htmlFor={`${id}-subject`}
        noMargin
      >
        <Input
          id={`${id}-subject`}
          value={draft.subject ?? ''}
          maxLength={200}
          placeholder={SUBJECT}
          onChange={({ currentTarget: { value } }) =>
            onChange(patch(draft, { subject: value === '' ? undefined : value }))
          }
        />
      </Field>
      <Field label={t('reports.schedule.message', 'Message above the report')} htmlFor={`${id}-message`} noMargin>
        <TextArea
          id={`${id}-message`}
          rows={3}
          maxLength={5_000}
          value={draft.message ?? ''}
          onChange={({ currentTarget: { value } }) =>
            onChange(patch(draft, { message: value === '' ? undefined : value }))
          }
        />
      </Field>
    </>
  );
}

function TargetsField({ draft, onChange }: PartProps) {
  const { data = [] } = useQuery({ queryKey: ['delivery-targets'], queryFn: readTargets, staleTime: 60_000 });
  if (data.length === 0) return null;
  return (
    <ChoicesField
      label={t('reports.schedule.targets', 'Also to')}
      choices={data.map(({ name, kind }) => ({ value: name, label: name, description: kind }))}
      value={draft.targets ?? []}
      placeholder={t('reports.schedule.no-targets', 'Nowhere else')}
      onChange={(targets) => onChange(patch(draft, { targets }))}
    />
  );
}

const NOBODY = { recipients: [] };

/** A schedule: when the report goes out, to whom, as which files; beside it what that means. */
export function ScheduleForm({ report, draft, taken, tools, isBusy, error, onChange, onSave, onClose }: Props) {
  const id = useId();
  const styles = useStyles2(getStyles);
  // `patch` leaves out empty lists, and a schedule has its list of recipients also while nobody is in it.
  const change = (next: ScheduleDraft): void => onChange({ ...NOBODY, ...next });
  const part = { draft, onChange: change };
  const input = scheduleInputOf(draft, taken);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSave(input);
  };
  return (
    <form onSubmit={submit} className={styles.form} aria-label={t('reports.schedule.form', 'Schedule')}>
      <div className={styles.fields}>
        <Field label={t('reports.schedule.title', 'Name')} htmlFor={id} noMargin>
          <Input
            id={id}
            autoFocus
            value={draft.title ?? ''}
            maxLength={200}
            placeholder={t('reports.schedule.title-placeholder', 'Monday mornings')}
            onChange={({ currentTarget: { value } }) =>
              change(patch(draft, { title: value === '' ? undefined : value }))
            }
          />
        </Field>
        <WhenFields {...part} />
        <RecipientsField
          value={draft.recipients}
          report={report}
          tools={tools}
          onChange={(recipients) => change({ ...draft, recipients })}
        />
        <TargetsField {...part} />
        <FilesField {...part} />
        <MailFields {...part} />
        <ConditionField
          value={draft.condition}
          tools={tools}
          onChange={(condition) => change(patch(draft, { condition }))}
        />
        <MoreFields {...part} />
        {error !== undefined && <ChangeError scope="reports" error={error} />}
        <div className={styles.row}>
          <Button type="submit" disabled={isBusy}>
            {t('reports.save', 'Save')}
          </Button>
          <Button variant="secondary" onClick={onClose}>
            {t('reports.cancel', 'Cancel')}
          </Button>
        </div>
      </div>
      <SchedulePreview schedule={input} report={report} />
    </form>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(3),
    alignItems: 'start',
    padding: theme.spacing(2),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    [theme.breakpoints.up('lg')]: { gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)' },
  }),
  fields: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2), minWidth: 0 }),
  grid: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(150px, 1fr))',
    gap: theme.spacing(2),
    '& > *': { minWidth: 0 },
  }),
  row: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1, 2) }),
});
