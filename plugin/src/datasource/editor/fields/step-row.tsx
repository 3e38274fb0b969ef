import { IconButton, Stack } from '@grafana/ui';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import type { FunnelStepInput } from '@callsight/contract/query/funnel';
import { patch } from '../patch';
import { RowActions } from './row-actions';
import { SpanField } from './span-field';
import { StepPicker } from './step-picker';
import { TextField } from './text-field';

/** A step with its limit and title, however it is written. */
export interface FunnelStep {
  readonly step: string;
  readonly within?: string;
  readonly title?: string;
}

export const readStep = (step: FunnelStepInput): FunnelStep => (typeof step === 'string' ? { step } : step);

/** The shortest way to write a step. */
export const writeStep = (step: FunnelStep): FunnelStepInput =>
  step.within === undefined && step.title === undefined ? step.step : step;

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
