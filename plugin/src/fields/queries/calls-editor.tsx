import { t } from '@grafana/i18n';
import { IconButton, Stack, Tag, Text } from '@grafana/ui';
import type { CallsQuery } from '@callsight/contract/query/calls';
import { ofDataset } from '../dimensions';
import { FiltersField } from '../filters-field';
import { LimitField } from '../limit-field';
import type { PartEditorProps } from '../editor-tools';
import { patch } from '../patch';

/** Calls that the service lists when a query does not say how many. */
const DEFAULT_LIMIT = 100;

/** A cell of a funnel in short texts: which funnel, which step, how it ended. */
function cellTexts({ funnel, step, end }: CallsQuery['calls']): string[] {
  if (funnel === undefined) return [];
  const name =
    funnel.id ?? (funnel.steps === undefined ? 'appointment' : t('query-editor.cell.own-steps', 'own steps'));
  const filters = (funnel.filters ?? []).map(
    ({ dimension, op, values }) =>
      `${dimension} ${op} ${values.map((value) => value ?? t('query-editor.filters.none', '(none)')).join(', ')}`,
  );
  return [
    t('query-editor.cell.funnel', 'Funnel: {{- name}}', { name }),
    t('query-editor.cell.step', 'Step: {{- step}}', { step: step ?? 1 }),
    t('query-editor.cell.end', 'End: {{- end}}', { end: end ?? 'reached' }),
    ...filters,
  ];
}

/** A list of single calls. A cell of a funnel comes from the funnel panel; here it is shown, and can be left. */
export function CallsEditor({ value, onChange, tools }: PartEditorProps<CallsQuery['calls']>) {
  const { filters, limit, funnel } = value;
  const leaveCell = (): void =>
    onChange(patch(value, { funnel: undefined, step: undefined, end: undefined, cursor: undefined }));
  return (
    <Stack direction="column" gap={1.5}>
      {funnel !== undefined && (
        <Stack gap={1} alignItems="center" wrap="wrap">
          <Text variant="bodySmall" weight="medium">
            {t('query-editor.cell.heading', 'Cell of a funnel')}
          </Text>
          {cellTexts(value).map((text) => (
            <Tag key={text} name={text} colorIndex={9} />
          ))}
          <IconButton
            name="times"
            size="lg"
            tooltip={t('query-editor.cell.leave', 'List all calls instead of this cell')}
            onClick={leaveCell}
          />
        </Stack>
      )}
      <FiltersField
        value={filters}
        dimensions={ofDataset(tools.catalogue, 'calls')}
        values={tools.values}
        onChange={(next) => onChange(patch(value, { filters: next }))}
      />
      <LimitField
        value={limit}
        max={1_000}
        placeholder={String(DEFAULT_LIMIT)}
        onChange={(next) => onChange(patch(value, { limit: next }))}
      />
    </Stack>
  );
}
