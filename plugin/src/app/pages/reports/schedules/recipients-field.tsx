import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Combobox, Field, IconButton, Input, TimeZonePicker, useStyles2 } from '@grafana/ui';
import { useId, useState } from 'react';
import type { Recipient } from '@callsight/contract/reports/recipient';
import type { Report } from '@callsight/contract/reports/report';
import type { EditorTools } from '../../../../fields/editor-tools';
import { FiltersField } from '../../../../fields/filters-field';
import { ianaTimeZone } from '../../../../fields/iana-time-zone';
import { patch } from '../../../../fields/patch';
import { LocaleField } from '../builder/locale-field';
import { addressesOf } from '../model/schedule-draft';

interface Props {
  readonly value: readonly Recipient[];
  /** Its language and its time zone are those of recipients who have none of their own. */
  readonly report: Pick<Report, 'locale' | 'timezone'>;
  readonly tools: EditorTools;
  readonly onChange: (recipients: Recipient[]) => void;
}

const EXAMPLE = 'lea@example.com';

type Kind = NonNullable<Recipient['kind']>;

const kindsOf = () => [
  { value: 'to' as const, label: t('reports.recipient.to', 'To') },
  { value: 'cc' as const, label: t('reports.recipient.cc', 'Cc') },
  { value: 'bcc' as const, label: t('reports.recipient.bcc', 'Bcc') },
];

/** What somebody gets otherwise than the others. */
function OwnFields({
  recipient,
  report,
  tools,
  onChange,
}: {
  readonly recipient: Recipient;
  readonly report: Props['report'];
  readonly tools: EditorTools;
  readonly onChange: (recipient: Recipient) => void;
}) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.own}>
      <LocaleField
        width={28}
        value={recipient.locale ?? report.locale}
        onChange={(next) => onChange(patch(recipient, { locale: next === report.locale ? undefined : next }))}
      />
      <Field label={t('reports.field.timezone', 'Time zone')} noMargin>
        <TimeZonePicker
          width={28}
          value={recipient.timezone ?? report.timezone}
          aria-label={t('reports.field.timezone', 'Time zone')}
          onChange={(chosen) => {
            const next = ianaTimeZone(chosen);
            onChange(patch(recipient, { timezone: next === report.timezone ? undefined : next }));
          }}
        />
      </Field>
      <FiltersField
        label={t('reports.recipient.filters', 'Sees only calls where')}
        value={recipient.filters}
        dimensions={tools.catalogue.dimensions}
        values={tools.values}
        onChange={(filters) => onChange(patch(recipient, { filters }))}
      />
    </div>
  );
}

function RecipientRow({
  recipient,
  report,
  tools,
  onChange,
  onRemove,
}: {
  readonly recipient: Recipient;
  readonly report: Props['report'];
  readonly tools: EditorTools;
  readonly onChange: (recipient: Recipient) => void;
  readonly onRemove: () => void;
}) {
  const styles = useStyles2(getStyles);
  const { email, kind = 'to', filters = [], locale, timezone } = recipient;
  const [isOpen, setOpen] = useState(false);
  const hasOwn = locale !== undefined || timezone !== undefined || filters.length > 0;
  return (
    <li className={styles.recipient} aria-label={email}>
      <div className={styles.row}>
        <Combobox<Kind>
          aria-label={t('reports.recipient.kind', 'How {{- email}} is addressed', { email })}
          width={9}
          options={kindsOf()}
          value={kind}
          onChange={({ value }) => onChange(patch(recipient, { kind: value === 'to' ? undefined : value }))}
        />
        <span className={styles.email}>{email}</span>
        <Button
          size="sm"
          variant="secondary"
          fill={hasOwn ? 'solid' : 'text'}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {hasOwn ? t('reports.recipient.has-own', 'Own view') : t('reports.recipient.own', 'As everybody')}
        </Button>
        <IconButton
          name="trash-alt"
          tooltip={t('reports.recipient.remove', 'Remove {{- email}}', { email })}
          onClick={onRemove}
        />
      </div>
      {isOpen && <OwnFields recipient={recipient} report={report} tools={tools} onChange={onChange} />}
    </li>
  );
}

/** Who gets the report, each with an own language, time zone and filters where that is wanted. */
export function RecipientsField({ value, report, tools, onChange }: Props) {
  const id = useId();
  const styles = useStyles2(getStyles);
  const [text, setText] = useState('');
  const found = addressesOf(text).filter((email) => !value.some((one) => one.email === email));
  const add = (): void => {
    if (found.length === 0) return;
    onChange([...value, ...[...new Set(found)].map((email) => ({ email }))]);
    setText('');
  };
  return (
    <div className={styles.field}>
      <ul className={styles.list} aria-label={t('reports.recipient.list', 'Recipients')}>
        {value.map((recipient, index) => (
          <RecipientRow
            key={recipient.email}
            recipient={recipient}
            report={report}
            tools={tools}
            onChange={(next) => onChange(value.map((one, at) => (at === index ? next : one)))}
            onRemove={() => onChange(value.filter((_, at) => at !== index))}
          />
        ))}
      </ul>
      <Field
        label={t('reports.recipient.add', 'Add recipients')}
        description={t('reports.recipient.add-text', 'One address, or several with commas between them')}
        htmlFor={id}
        noMargin
      >
        <div className={styles.row}>
          <Input
            id={id}
            value={text}
            inputMode="email"
            placeholder={EXAMPLE}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              add();
            }}
          />
          <Button variant="secondary" disabled={found.length === 0} onClick={add}>
            {t('reports.recipient.add-button', 'Add')}
          </Button>
        </div>
      </Field>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  field: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), minWidth: 0 }),
  list: css({ listStyle: 'none', display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5) }),
  recipient: css({ minWidth: 0 }),
  row: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), minWidth: 0 }),
  email: css({ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' }),
  own: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 0, 1, 2),
    borderLeft: `2px solid ${theme.colors.border.medium}`,
  }),
});
