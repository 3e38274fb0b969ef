import { t } from '@grafana/i18n';
import { useMemo } from 'react';
import type { Funnel } from '@callsight/contract/query/funnel';
import { ChoiceField } from './choice-field';

interface Props {
  readonly funnels: readonly Funnel[];
  readonly value: string | undefined;
  readonly onChange: (id: string | undefined) => void;
}

/** A saved funnel, or none: then its steps are chosen here. */
export function SavedFunnelField({ funnels, value, onChange }: Props) {
  const choices = useMemo(
    () =>
      funnels.map(({ id, title, description = '' }) => ({
        value: id,
        label: title,
        description: description === '' ? id : `${id} · ${description}`,
      })),
    [funnels],
  );
  return (
    <ChoiceField
      label={t('query-editor.funnel.saved', 'Saved funnel')}
      choices={choices}
      value={value}
      onChange={onChange}
      placeholder={t('query-editor.funnel.own-steps', 'None: own steps')}
      width={32}
      takesOthers
    />
  );
}
