import { t } from '@grafana/i18n';
import { IconButton, Stack } from '@grafana/ui';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import type { FunnelStepInput } from '@callsight/contract/query/funnel';
import { patch } from './patch';
import { RowActions } from './row-actions';
import { DurationField } from './duration-field';
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
  readonly position: number;
  readonly count: number;
  readonly steps: Catalogue['steps'];
  readonly onChange: (step: FunnelStep) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}

/** Name of the button that moves a step. */
export const moveLabel = (number: number, direction: 'up' | 'down'): string =>
  direction === 'up'
    ? t('query-editor.steps.move-up', 'Move step {{- number}} up', { number })
    : t('query-editor.steps.move-down', 'Move step {{- number}} down', { number });

/** One step of a funnel. */
export function StepRow({ step, position, count, steps, onChange, onMove, onRemove }: Props) {
  return (
    <div
      role="group"
      aria-label={t('query-editor.steps.row', 'Step {{- number}} of {{- total}}', { number: position, total: count })}
    >
      <Stack gap={0.5} alignItems="flex-end" wrap="wrap">
        <StepPicker
          label={t('query-editor.steps.step', 'Step {{- number}}', { number: position })}
          steps={steps}
          value={step.step}
          onChange={(name) => onChange({ ...step, step: name })}
        />
        {position > 1 && (
          <DurationField
            label={t('query-editor.steps.within', 'Within')}
            value={step.within}
            placeholder={t('query-editor.steps.window', 'Window')}
            onChange={(within) => onChange(patch(step, { within }))}
          />
        )}
        <TextField
          label={t('query-editor.steps.title', 'Title')}
          value={step.title}
          placeholder={t('query-editor.steps.title-known', 'As known')}
          onChange={(title) => onChange(patch(step, { title }))}
        />
        <RowActions>
          <IconButton
            name="arrow-up"
            size="lg"
            tooltip={moveLabel(position, 'up')}
            disabled={position === 1}
            onClick={() => onMove(-1)}
          />
          <IconButton
            name="arrow-down"
            size="lg"
            tooltip={moveLabel(position, 'down')}
            disabled={position === count}
            onClick={() => onMove(1)}
          />
          <IconButton
            name="trash-alt"
            size="lg"
            tooltip={t('query-editor.steps.remove', 'Remove step {{- number}}', { number: position })}
            disabled={count === 1}
            onClick={onRemove}
          />
        </RowActions>
      </Stack>
    </div>
  );
}
