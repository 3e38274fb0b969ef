import { Button, IconButton, Stack, Text } from '@grafana/ui';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import type { FunnelExclusion } from '@callsight/contract/query/funnel';
import { patch } from '../patch';
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
        Must not happen
      </Text>
      {rows.map((exclusion, index) => {
        const edit = (changed: FunnelExclusion): void => change(rows.map((row, at) => (at === index ? changed : row)));
        const { step, after, before } = exclusion;
        return (
          <div key={index} role="group" aria-label={`Exclusion ${index + 1}`}>
            <Stack gap={0.5} alignItems="flex-end" wrap="wrap">
              <StepPicker
                label="Step"
                steps={steps}
                value={step}
                onChange={(name) => edit({ ...exclusion, step: name })}
              />
              <ChoiceField
                label="After"
                choices={choices}
                value={after === undefined ? undefined : String(after)}
                placeholder="Any step"
                onChange={(name) => edit(patch(exclusion, { after: name }))}
              />
              <ChoiceField
                label="Before"
                choices={choices}
                value={before === undefined ? undefined : String(before)}
                placeholder="Any step"
                onChange={(name) => edit(patch(exclusion, { before: name }))}
              />
              <RowActions>
                <IconButton
                  name="trash-alt"
                  size="lg"
                  tooltip={`Remove exclusion ${index + 1}`}
                  onClick={() => change(rows.filter((_, at) => at !== index))}
                />
              </RowActions>
            </Stack>
          </div>
        );
      })}
      <Button icon="plus" size="sm" variant="secondary" fill="outline" onClick={() => change([...rows, { step: '' }])}>
        Add exclusion
      </Button>
    </Stack>
  );
}
