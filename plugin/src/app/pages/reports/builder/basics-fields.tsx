import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Field, FieldValidationMessage, Input, TimeZonePicker, useStyles2 } from '@grafana/ui';
import { useId } from 'react';
import { ComparisonField } from '../../../../fields/comparison-field';
import type { EditorTools } from '../../../../fields/editor-tools';
import { FiltersField } from '../../../../fields/filters-field';
import { ianaTimeZone } from '../../../../fields/iana-time-zone';
import { patch } from '../../../../fields/patch';
import type { Draft } from '../model/report-draft';
import { BrandingFields } from './branding-fields';
import { LocaleField } from './locale-field';
import { RangeField } from './range-field';

interface Props {
  readonly draft: Draft;
  readonly tools: EditorTools;
  /** Name of a field that the service refuses, and why. */
  readonly refused: { readonly field: string | undefined; readonly message: string } | undefined;
  readonly onChange: (draft: Draft) => void;
}

/** What holds for the whole report: name, period, comparison, zone, language, filters, branding. */
export function BasicsFields({ draft, tools, refused, onChange }: Props) {
  const id = useId();
  const styles = useStyles2(getStyles);
  const { catalogue, values } = tools;
  const message = (field: string) =>
    refused?.field === field && <FieldValidationMessage>{refused.message}</FieldValidationMessage>;
  return (
    <div className={styles.fields}>
      <Field label={t('reports.field.title', 'Title')} htmlFor={id} noMargin>
        <Input
          id={id}
          value={draft.title}
          maxLength={200}
          placeholder={t('reports.field.title-placeholder', 'Weekly for the management')}
          onChange={(event) => onChange({ ...draft, title: event.currentTarget.value })}
        />
      </Field>
      <div className={styles.row}>
        <RangeField value={draft.range} timezone={draft.timezone} onChange={(range) => onChange({ ...draft, range })} />
        <ComparisonField
          width="full"
          value={draft.compare}
          onChange={(compare) => onChange(patch(draft, { compare }))}
        />
      </div>
      {message('range')}
      {message('compare')}
      <div className={styles.row}>
        <Field label={t('reports.field.timezone', 'Time zone')} noMargin>
          <TimeZonePicker
            value={draft.timezone}
            aria-label={t('reports.field.timezone', 'Time zone')}
            onChange={(timezone) => onChange({ ...draft, timezone: ianaTimeZone(timezone) })}
          />
        </Field>
        <LocaleField value={draft.locale} onChange={(locale) => onChange({ ...draft, locale })} />
      </div>
      {message('timezone')}
      {message('locale')}
      <FiltersField
        label={t('reports.field.filters', 'Only calls where')}
        value={draft.filters}
        dimensions={catalogue.dimensions}
        values={values}
        onChange={(filters) => onChange(patch(draft, { filters }))}
      />
      {message('filters')}
      <BrandingFields value={draft.branding} onChange={(branding) => onChange(patch(draft, { branding }))} />
      {message('branding')}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  fields: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }),
  row: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(150px, 1fr))',
    gap: theme.spacing(2),
    '& > *': { minWidth: 0 },
  }),
});
