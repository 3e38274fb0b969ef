import { t } from '@grafana/i18n';
import { Stack } from '@grafana/ui';
import { useMemo } from 'react';
import type {
  AttributionDimension,
  AttributionModel,
  AttributionQuery,
  Conversion,
} from '@callsight/contract/query/attribution';
import { ChoiceField } from '../choice-field';
import { ChoicesField } from '../choices-field';
import { FiltersField } from '../filters-field';
import { LimitField } from '../limit-field';
import { ofDataset } from '../dimensions';
import { DurationField } from '../duration-field';
import type { PartEditorProps } from '../editor-tools';
import { patch } from '../patch';

const choices = (titles: Readonly<Record<string, string>>) =>
  Object.entries(titles).map(([value, label]) => ({ value, label }));

const modelsOf = () =>
  choices({
    first: t('query-editor.attribution.model-first', 'First touch'),
    last: t('query-editor.attribution.model-last', 'Last touch'),
    last_non_direct: t('query-editor.attribution.model-last-non-direct', 'Last that is not direct'),
    linear: t('query-editor.attribution.model-linear', 'Linear'),
    position: t('query-editor.attribution.model-position', 'By position (40/20/40)'),
    time_decay: t('query-editor.attribution.model-time-decay', 'Time decay (7 days)'),
  } satisfies Record<AttributionModel, string>);

const conversionsOf = () =>
  choices({
    'booking.confirmed': t('query-editor.attribution.conversion-booking-confirmed', 'Booking confirmed'),
    'booking.kept': t('query-editor.attribution.conversion-booking-kept', 'Booking kept'),
    'payment.succeeded': t('query-editor.attribution.conversion-payment-succeeded', 'Payment came'),
  } satisfies Record<Conversion, string>);

const groupsOf = () =>
  choices({
    source: t('query-editor.attribution.group-source', 'Source'),
    medium: t('query-editor.attribution.group-medium', 'Medium'),
    campaign: t('query-editor.attribution.group-campaign', 'Campaign'),
    tracking_number: t('query-editor.attribution.group-tracking-number', 'Tracking number'),
    landing_page: t('query-editor.attribution.group-landing-page', 'Landing page'),
  } satisfies Record<AttributionDimension, string>);

/** What the service looks back by when a query does not say. */
const DEFAULT_LOOKBACK = '30d';

/** Which sources conversions are credited to. */
export function AttributionEditor({ value, onChange, tools }: PartEditorProps<AttributionQuery['attribution']>) {
  const { model = [], lookback, conversion, groupBy = [], filters, limit } = value;
  const models = useMemo(() => modelsOf(), []);
  const groups = useMemo(() => groupsOf(), []);
  return (
    <Stack direction="column" gap={1.5}>
      <Stack gap={1} wrap="wrap" alignItems="flex-end">
        <ChoicesField
          label={t('query-editor.attribution.models', 'Models')}
          choices={models}
          value={[model].flat()}
          placeholder={t('query-editor.attribution.model-last', 'Last touch')}
          onChange={([one, ...others]) =>
            onChange(patch(value, { model: one === undefined || others.length === 0 ? one : [one, ...others] }))
          }
        />
        <ChoiceField
          label={t('query-editor.attribution.conversion', 'Conversion')}
          choices={conversionsOf()}
          value={conversion}
          placeholder={t('query-editor.attribution.conversion-booking-confirmed', 'Booking confirmed')}
          onChange={(next) => onChange(patch(value, { conversion: next }))}
        />
        <DurationField
          label={t('query-editor.attribution.look-back', 'Look back')}
          value={lookback}
          placeholder={DEFAULT_LOOKBACK}
          onChange={(next) => onChange(patch(value, { lookback: next }))}
        />
        <ChoicesField
          label={t('query-editor.dimensions.label', 'Group by')}
          choices={groups}
          value={groupBy}
          placeholder={t('query-editor.attribution.group-source', 'Source')}
          onChange={(next) => onChange(patch(value, { groupBy: next }))}
        />
        <LimitField value={limit} max={10_000} onChange={(next) => onChange(patch(value, { limit: next }))} />
      </Stack>
      <FiltersField
        label={t('query-editor.attribution.filters', 'Filters of the calls of the conversions')}
        value={filters}
        dimensions={ofDataset(tools.catalogue, 'calls')}
        values={tools.values}
        onChange={(next) => onChange(patch(value, { filters: next }))}
      />
    </Stack>
  );
}
