import { Stack } from '@grafana/ui';
import type {
  AttributionDimension,
  AttributionModel,
  AttributionQuery,
  Conversion,
} from '@callsight/contract/query/attribution';
import { ChoiceField } from '../fields/choice-field';
import { ChoicesField } from '../fields/choices-field';
import { FiltersField } from '../fields/filters-field';
import { LimitField } from '../fields/limit-field';
import { ofDataset } from '../fields/dimensions';
import { SpanField } from '../fields/span-field';
import type { PartEditorProps } from '../editor-tools';
import { patch } from '../patch';

const choices = (titles: Readonly<Record<string, string>>) =>
  Object.entries(titles).map(([value, label]) => ({ value, label }));

const MODELS = choices({
  first: 'First touch',
  last: 'Last touch',
  last_non_direct: 'Last that is not direct',
  linear: 'Linear',
  position: 'By position (40/20/40)',
  time_decay: 'Time decay (7 days)',
} satisfies Record<AttributionModel, string>);

const CONVERSIONS = choices({
  'booking.confirmed': 'Booking confirmed',
  'booking.kept': 'Booking kept',
  'payment.succeeded': 'Payment came',
} satisfies Record<Conversion, string>);

const GROUPS = choices({
  source: 'Source',
  medium: 'Medium',
  campaign: 'Campaign',
  tracking_number: 'Tracking number',
  landing_page: 'Landing page',
} satisfies Record<AttributionDimension, string>);

/** Which sources conversions are credited to. */
export function AttributionEditor({ value, onChange, tools }: PartEditorProps<AttributionQuery['attribution']>) {
  const { model = [], lookback, conversion, groupBy = [], filters, limit } = value;
  return (
    <Stack direction="column" gap={1.5}>
      <Stack gap={1} wrap="wrap" alignItems="flex-end">
        <ChoicesField
          label="Models"
          choices={MODELS}
          value={[model].flat()}
          placeholder="Last touch"
          onChange={([one, ...others]) =>
            onChange(patch(value, { model: one === undefined || others.length === 0 ? one : [one, ...others] }))
          }
        />
        <ChoiceField
          label="Conversion"
          choices={CONVERSIONS}
          value={conversion}
          placeholder="Booking confirmed"
          onChange={(next) => onChange(patch(value, { conversion: next }))}
        />
        <SpanField
          label="Look back"
          value={lookback}
          placeholder="30d"
          onChange={(next) => onChange(patch(value, { lookback: next }))}
        />
        <ChoicesField
          label="Group by"
          choices={GROUPS}
          value={groupBy}
          placeholder="Source"
          onChange={(next) => onChange(patch(value, { groupBy: next }))}
        />
        <LimitField value={limit} most={10_000} onChange={(next) => onChange(patch(value, { limit: next }))} />
      </Stack>
      <FiltersField
        label="Filters of the calls of the conversions"
        value={filters}
        dimensions={ofDataset(tools.catalogue, 'calls')}
        values={tools.values}
        onChange={(next) => onChange(patch(value, { filters: next }))}
      />
    </Stack>
  );
}
