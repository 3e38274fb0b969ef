import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Drawer, Stack, useStyles2 } from '@grafana/ui';
import { type FormEvent, useState } from 'react';
import type { Check, CheckInput } from '@callsight/contract/monitoring/check';
import type { CheckKind } from '@callsight/contract/monitoring/check-words';
import { FlagField } from '../../../../fields/flag-field';
import { patch } from '../../../../fields/patch';
import { TextField } from '../../../../fields/text-field';
import { ChangeError } from '../../../controls/change-error';
import { idOf } from '../../../definition-draft';
import { checkDraftOf, isCompleteCheck, NEW_CHECK } from './check-draft';
import { CheckFields } from './check-fields';
import { kindText } from './check-names';

interface Props {
  /** Undefined for a new one. */
  readonly check: Check | undefined;
  readonly taken: readonly string[];
  readonly components: readonly string[];
  readonly isBusy: boolean;
  readonly error: Error | undefined;
  readonly onSave: (check: CheckInput) => void;
  readonly onClose: () => void;
}

/** A check as it is entered. */
export function CheckForm({ check, taken, components, isBusy, error, onSave, onClose }: Props) {
  const styles = useStyles2(getStyles);
  const [draft, setDraft] = useState<CheckInput>(() => (check === undefined ? NEW_CHECK : checkDraftOf(check)));
  const ownId = idOf(draft.component === '' ? draft.kind : `${draft.component}-${draft.kind}`, taken, 'check');
  const isComplete = isCompleteCheck(draft);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isComplete) onSave({ ...draft, id: draft.id === '' ? ownId : draft.id });
  };
  return (
    <Drawer
      title={check === undefined ? t('alerts.check.new', 'New check') : check.id}
      subtitle={kindText(draft.kind as CheckKind)}
      size="sm"
      onClose={onClose}
    >
      <form onSubmit={submit} className={styles.form}>
        <CheckFields check={draft} components={components} onChange={setDraft} />
        <Stack gap={2} wrap="wrap">
          {check === undefined && (
            <TextField
              label={t('alerts.check.id', 'Id')}
              width={32}
              value={draft.id}
              placeholder={ownId}
              onChange={(id) => setDraft({ ...draft, id: id ?? '' })}
            />
          )}
          <FlagField
            label={t('alerts.check.paused', 'Paused')}
            value={draft.paused === true}
            onChange={(isPaused) => setDraft(patch(draft, { paused: isPaused ? true : undefined }))}
          />
        </Stack>
        {error !== undefined && <ChangeError error={error} />}
        <Stack gap={1}>
          <Button type="submit" disabled={!isComplete || isBusy}>
            {t('alerts.check.save', 'Save')}
          </Button>
          <Button variant="secondary" onClick={onClose}>
            {t('alerts.check.cancel', 'Cancel')}
          </Button>
        </Stack>
      </form>
    </Drawer>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2), maxWidth: '100%' }),
});
