import { t } from '@grafana/i18n';
import { Button, Stack } from '@grafana/ui';
import { useEffect, useRef } from 'react';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import type { FunnelStepInput } from '@callsight/contract/query/funnel';
import { type FunnelStep, moveLabel, readStep, StepRow, writeStep } from './step-row';
import { useDraftRows } from './use-draft-rows';

/** A list with one item at another place. */
function moveItem<T>(items: readonly T[], from: number, to: number): T[] {
  const item = items[from];
  if (item === undefined || to < 0 || to >= items.length) return [...items];
  return items.toSpliced(from, 1).toSpliced(to, 0, item);
}

interface Props {
  readonly value: readonly FunnelStepInput[];
  readonly steps: Catalogue['steps'];
  readonly onChange: (steps: FunnelStepInput[]) => void;
}

const ROWS = { read: readStep, write: writeStep, isComplete: ({ step }: FunnelStep): boolean => step !== '' };

/** Steps in their order. One that has no name yet stays here and is not asked. */
export function StepsField({ value, steps, onChange }: Props) {
  // A funnel has a step at least: the last one stays until another has a name.
  const [rows, change] = useDraftRows(value, ROWS, (next) => {
    if (next.length > 0) onChange(next);
  });
  const list = useRef<HTMLDivElement>(null);
  const focus = useRef<string | undefined>(undefined);

  // Whoever moves a step by keyboard moves it on with the same key.
  useEffect(() => {
    if (focus.current === undefined) return;
    list.current?.querySelector<HTMLElement>(`[aria-label="${CSS.escape(focus.current)}"]`)?.focus();
    focus.current = undefined;
  }, [rows]);

  const move = (index: number, by: -1 | 1): void => {
    const isAtEnd = by === -1 ? index + by === 0 : index + by === rows.length - 1;
    const direction = (by === -1) === isAtEnd ? 'down' : 'up';
    focus.current = moveLabel(index + by + 1, direction);
    change(moveItem(rows, index, index + by));
  };
  return (
    <div ref={list}>
      <Stack direction="column" gap={1} alignItems="flex-start">
        {rows.map((step, index) => (
          <StepRow
            key={index}
            step={step}
            position={index + 1}
            count={rows.length}
            steps={steps}
            onChange={(changed) => change(rows.map((row, at) => (at === index ? changed : row)))}
            onMove={(by) => move(index, by)}
            onRemove={() => change(rows.filter((_, at) => at !== index))}
          />
        ))}
        <Button
          icon="plus"
          size="sm"
          variant="secondary"
          fill="outline"
          onClick={() => change([...rows, { step: '' }])}
        >
          {t('query-editor.steps.add', 'Add step')}
        </Button>
      </Stack>
    </div>
  );
}
