import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Collapse, Field, Input, useStyles2 } from '@grafana/ui';
import { useId, useState } from 'react';
import type { ScheduleInput } from '@callsight/contract/reports/schedule';
import { ChoiceField } from '../../../../fields/choice-field';
import { FlagField } from '../../../../fields/flag-field';
import { patch } from '../../../../fields/patch';
import { TextField } from '../../../../fields/text-field';
import { atWall, wallOf } from '../model/report-period';

interface Props {
  readonly draft: ScheduleInput;
  readonly onChange: (draft: ScheduleInput) => void;
}

/** What the service takes where nothing is entered. */
const GRACE = '6h';

type Name = 'grace' | 'wait_for_data' | 'reply_to' | 'owner';

/** What becomes of a run that something is missing for. */
const endings = () => [
  { value: 'send' as const, label: t('reports.more.send', 'is sent as it is') },
  { value: 'fail' as const, label: t('reports.more.fail', 'fails') },
];

const checkDuration = (text: string): string | undefined =>
  /^\d+[smhdw]$/.test(text) ? undefined : t('reports.more.duration', 'A number and a unit: 30m, 6h, 2d');

const checkAddress = (text: string): string | undefined =>
  /^\S+@\S+$/.test(text) ? undefined : t('reports.more.address', 'An address like lea@example.com');

/** First and last day on which a schedule runs; midnight in its zone. */
function DayField({
  label,
  name,
  draft,
  onChange,
}: Props & { readonly label: string; readonly name: 'starts_at' | 'ends_at' }) {
  const id = useId();
  const at = draft[name];
  return (
    <Field label={label} htmlFor={id} noMargin>
      <Input
        id={id}
        type="date"
        width={20}
        value={at === undefined ? '' : wallOf(Date.parse(at), draft.timezone).date}
        onChange={({ currentTarget: { value: date } }) =>
          onChange(
            patch(draft, {
              [name]: date === '' ? undefined : new Date(atWall({ date, time: '00:00' }, draft.timezone)).toISOString(),
            }),
          )
        }
      />
    </Field>
  );
}

/** What happens when data is late or a run was missed, and who is told. */
export function MoreFields({ draft, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const [isOpen, setOpen] = useState(false);
  const text = (name: Name) => (value: string | undefined) => onChange(patch(draft, { [name]: value }));
  return (
    <Collapse
      label={t('reports.more.label', 'Late data, missed runs, owner')}
      isOpen={isOpen}
      onToggle={() => setOpen(!isOpen)}
    >
      <div className={styles.row}>
        <TextField
          label={t('reports.more.wait', 'Waits for data up to')}
          value={draft.wait_for_data}
          placeholder={t('reports.more.no-wait', 'does not wait')}
          check={checkDuration}
          onChange={text('wait_for_data')}
        />
        <ChoiceField
          label={t('reports.more.after-wait', 'Then')}
          choices={endings()}
          value={draft.after_wait}
          placeholder={t('reports.more.send', 'is sent as it is')}
          onChange={(after) => onChange(patch(draft, { after_wait: after }))}
        />
        <ChoiceField
          label={t('reports.more.incomplete', 'With a section that failed')}
          choices={endings()}
          value={draft.incomplete}
          placeholder={t('reports.more.send', 'is sent as it is')}
          onChange={(incomplete) => onChange(patch(draft, { incomplete }))}
        />
        <ChoiceField
          label={t('reports.more.missed', 'Runs that were missed')}
          choices={[
            { value: 'skip', label: t('reports.more.skip', 'are skipped') },
            { value: 'latest', label: t('reports.more.latest', 'the latest is made up for') },
            { value: 'all', label: t('reports.more.all', 'all are made up for') },
          ]}
          value={draft.missed}
          placeholder={t('reports.more.latest', 'the latest is made up for')}
          onChange={(missed) => onChange(patch(draft, { missed }))}
        />
        <TextField
          label={t('reports.more.grace', 'All made up for within')}
          value={draft.grace}
          placeholder={GRACE}
          check={checkDuration}
          onChange={text('grace')}
        />
        <TextField
          label={t('reports.more.owner', 'Told of failures')}
          width={28}
          value={draft.owner}
          placeholder={t('reports.more.nobody', 'nobody')}
          check={checkAddress}
          onChange={text('owner')}
        />
        <TextField
          label={t('reports.more.reply-to', 'Answers go to')}
          width={28}
          value={draft.reply_to}
          placeholder={t('reports.more.sender', 'the sender')}
          check={checkAddress}
          onChange={text('reply_to')}
        />
        <DayField label={t('reports.more.starts', 'From')} name="starts_at" draft={draft} onChange={onChange} />
        <DayField label={t('reports.more.ends', 'Until')} name="ends_at" draft={draft} onChange={onChange} />
        <FlagField
          label={t('reports.more.paused', 'Paused')}
          value={draft.paused === true}
          onChange={(paused) => onChange(patch(draft, { paused: paused ? true : undefined }))}
        />
      </div>
    </Collapse>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(2), padding: theme.spacing(1, 0) }),
});
