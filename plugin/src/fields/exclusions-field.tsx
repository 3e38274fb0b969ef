import { t } from '@grafana/i18n';
import { Button, IconButton, Stack, Text } from '@grafana/ui';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import type { FunnelExclusion } from '@callsight/contract/query/funnel';
import { patch } from './patch';
import { ChoiceField } from './choice-field';
import { StepPicker } from './step-picker';
import { useDraftRows } from './use-draft-rows';
import { RowActions } from './row-actions';

interface Props {
  readonly value: readonly FunnelExclusion[] | undefined;
  readonly steps: Catalogue['steps'];
  /** Names of the funnel's own steps, in their order. */
  readonly funnelSteps: readonly string[];
  readonly onChange: (exclusions: FunnelExclusion[]) => void;
}

const ROWS = {
  read: (exclusion: FunnelExclusion): FunnelExclusion => exclusion,
  write: (exclusion: FunnelExclusion): FunnelExclusion => exclusion,
  isComplete: ({ step }: FunnelExclusion): boolean => step !== '',
};

/** What must not happen between two steps. */
export function ExclusionsField({ value = [], steps, funnelSteps, onChange }: Props) {
  const [rows, change] = useDraftRows(value, ROWS, onChange);
  const choices = funnelSteps.map((step) => ({ value: step, label: step }));
  return (
    <Stack direction="column" gap={1} alignItems="flex-start">
      <Text variant="bodySmall" weight="medium">
        {t('query-editor.exclusions.heading', 'Must not happen')}
      </Text>
      {rows.map((exclusion, index) => {
        const edit = (changed: FunnelExclusion): void => change(rows.map((row, at) => (at === index ? changed : row)));
        const { step, after, before } = exclusion;
        return (
          <div
            key={index}
            role="group"
            aria-label={t('query-editor.exclusions.row', 'Exclusion {{- number}}', { number: index + 1 })}
          >
            <Stack gap={0.5} alignItems="flex-end" wrap="wrap">
              <StepPicker
                label={t('query-editor.exclusions.step', 'Step')}
                steps={steps}
                value={step}
                onChange={(name) => edit({ ...exclusion, step: name })}
              />
              <ChoiceField
                label={t('query-editor.exclusions.after', 'After')}
                choices={choices}
                value={after === undefined ? undefined : String(after)}
                placeholder={t('query-editor.exclusions.any-step', 'Any step')}
                onChange={(name) => edit(patch(exclusion, { after: name }))}
              />
              <ChoiceField
                label={t('query-editor.exclusions.before', 'Before')}
                choices={choices}
                value={before === undefined ? undefined : String(before)}
                placeholder={t('query-editor.exclusions.any-step', 'Any step')}
                onChange={(name) => edit(patch(exclusion, { before: name }))}
              />
              <RowActions>
                <IconButton
                  name="trash-alt"
                  size="lg"
                  tooltip={t('query-editor.exclusions.remove', 'Remove exclusion {{- number}}', { number: index + 1 })}
                  onClick={() => change(rows.filter((_, at) => at !== index))}
                />
              </RowActions>
            </Stack>
          </div>
        );
      })}
      <Button icon="plus" size="sm" variant="secondary" fill="outline" onClick={() => change([...rows, { step: '' }])}>
        {t('query-editor.exclusions.add', 'Add exclusion')}
      </Button>
    </Stack>
  );
}
