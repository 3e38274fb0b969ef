import { IconButton, Stack } from '@grafana/ui';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import { patch } from '../patch';
import type { FunnelStep } from './funnel-step';
import { SpanField } from './span-field';
import { StepPicker } from './step-picker';
import { TextField } from './text-field';
import { RowActions } from './row-actions';

interface Props {
  readonly step: FunnelStep;
  readonly place: number;
  readonly count: number;
  readonly steps: Catalogue['steps'];
  readonly onChange: (step: FunnelStep) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}

/** One step of a funnel. */
export function StepRow({ step, place, count, steps, onChange, onMove, onRemove }: Props) {
  return (
    <div role="group" aria-label={`Step ${place} of ${count}`}>
      <Stack gap={0.5} alignItems="flex-end" wrap="wrap">
        <StepPicker
          label={`Step ${place}`}
          steps={steps}
          value={step.step}
          onChange={(name) => onChange({ ...step, step: name })}
        />
        {place > 1 && (
          <SpanField
            label="Within"
            value={step.within}
            placeholder="Window"
            onChange={(within) => onChange(patch(step, { within }))}
          />
        )}
        <TextField
          label="Title"
          value={step.title}
          placeholder="As known"
          onChange={(title) => onChange(patch(step, { title }))}
        />
        <RowActions>
          <IconButton
            name="arrow-up"
            size="lg"
            tooltip={`Move step ${place} up`}
            disabled={place === 1}
            onClick={() => onMove(-1)}
          />
          <IconButton
            name="arrow-down"
            size="lg"
            tooltip={`Move step ${place} down`}
            disabled={place === count}
            onClick={() => onMove(1)}
          />
          <IconButton
            name="trash-alt"
            size="lg"
            tooltip={`Remove step ${place}`}
            disabled={count === 1}
            onClick={onRemove}
          />
        </RowActions>
      </Stack>
    </div>
  );
}
