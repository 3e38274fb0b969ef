import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Collapse, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { DurationField } from '../../../../fields/duration-field';
import { FlagField } from '../../../../fields/flag-field';
import { patch } from '../../../../fields/patch';
import { TextField } from '../../../../fields/text-field';
import { type Draft, inputOf } from '../model/draft';
import { NumberField } from '../../../controls/number-field';
import { ScheduleFields } from './schedule-fields';

/** What is taken where nothing is entered, and what an address begins with. */
const WINDOW = '30m';
const ADDRESS = 'https://';

interface Props {
  readonly draft: Draft;
  readonly isNew: boolean;
  readonly taken: readonly string[];
  readonly onChange: (draft: Draft) => void;
}

const checkUrl = (text: string): string | undefined =>
  /^https?:\/\/\S+$/.test(text)
    ? undefined
    : t('alerts.more.runbook-invalid', 'An address like https://wiki.example.com/page');

const checkId = (text: string): string | undefined =>
  /^[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*$/.test(text)
    ? undefined
    : t('alerts.more.id-invalid', 'Small letters, digits and hyphens, a letter first');

/** A minimum as the API takes it: a number alone, or both its parts. */
function minimumOf({ minimum }: Draft): { readonly n?: number; readonly effect?: number } {
  return typeof minimum === 'number' ? { n: minimum } : (minimum ?? {});
}

function MinimumFields({ draft, onChange }: Pick<Props, 'draft' | 'onChange'>) {
  const minimum = minimumOf(draft);
  const change = (part: { readonly n?: number | undefined; readonly effect?: number | undefined }): void => {
    const next = patch<{ n?: number; effect?: number }>({ ...minimum }, part);
    onChange(patch(draft, { minimum: Object.keys(next).length === 0 ? undefined : next }));
  };
  return (
    <>
      <NumberField
        label={t('alerts.more.minimum-number', 'At least so many calls')}
        min={0}
        value={minimum.n}
        placeholder={t('alerts.more.any', 'any number')}
        onChange={(n) => change({ n })}
      />
      <NumberField
        label={t('alerts.more.minimum-effect', 'At least so far from usual')}
        min={0}
        suffix="%"
        value={minimum.effect === undefined ? undefined : Math.round(minimum.effect * 1_000) / 10}
        placeholder={t('alerts.more.any-effect', 'any difference')}
        onChange={(effect) => change({ effect: effect === undefined ? undefined : effect / 100 })}
      />
    </>
  );
}

/** When a threshold is watched, what has to stand behind it, and who sees to it. */
export function MoreFields({ draft, isNew, taken, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const [isOpen, setOpen] = useState(false);
  const text = (name: 'component' | 'owner' | 'window' | 'runbook') => (value: string | undefined) =>
    onChange(patch(draft, { [name]: value }));
  return (
    <Collapse label={t('alerts.more.label', 'Hours, minimum, owner')} isOpen={isOpen} onToggle={() => setOpen(!isOpen)}>
      <div className={styles.fields}>
        <ScheduleFields value={draft.schedule} onChange={(schedule) => onChange(patch(draft, { schedule }))} />
        <div className={styles.row}>
          <MinimumFields draft={draft} onChange={onChange} />
          <DurationField
            label={t('alerts.more.window', 'Shown over')}
            value={draft.window}
            placeholder={WINDOW}
            onChange={text('window')}
          />
        </div>
        <div className={styles.row}>
          <TextField
            label={t('alerts.more.component', 'Component')}
            width={24}
            value={draft.component}
            placeholder={t('alerts.more.component-placeholder', 'What it belongs to')}
            onChange={text('component')}
          />
          <TextField
            label={t('alerts.more.owner', 'Owner')}
            width={24}
            value={draft.owner}
            placeholder={t('alerts.more.owner-placeholder', 'Who sees to it')}
            onChange={text('owner')}
          />
          <TextField
            label={t('alerts.more.runbook', 'Runbook')}
            width={32}
            value={draft.runbook}
            placeholder={ADDRESS}
            check={checkUrl}
            onChange={text('runbook')}
          />
        </div>
        <div className={styles.row}>
          <FlagField
            label={t('alerts.more.paused', 'Paused')}
            value={draft.paused === true}
            onChange={(paused) => onChange(patch(draft, { paused: paused ? true : undefined }))}
          />
          {isNew && (
            <TextField
              label={t('alerts.more.id', 'Id')}
              width={32}
              value={draft.id}
              placeholder={draft.metric === '' ? '' : inputOf(draft, taken).id}
              check={checkId}
              onChange={(id) => onChange({ ...draft, id: id ?? '' })}
            />
          )}
        </div>
      </div>
    </Collapse>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  fields: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2), padding: theme.spacing(1, 0) }),
  row: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(2) }),
});
