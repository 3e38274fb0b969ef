import { t } from '@grafana/i18n';
import { Button, Stack } from '@grafana/ui';
import type { FunnelOrder, FunnelSelection } from '@callsight/contract/query/funnel';
import type { EditorTools } from './editor-tools';
import { patch } from './patch';
import { type Choice, ChoiceField } from './choice-field';
import { ExclusionsField } from './exclusions-field';
import { SavedFunnelField } from './saved-funnel-field';
import { DurationField } from './duration-field';
import { readStep } from './step-row';
import { StepsField } from './steps-field';
import { UnitField } from './unit-field';

/** Which order the steps have to come in. */
const ordersOf = (): Readonly<Record<FunnelOrder, Omit<Choice<FunnelOrder>, 'value'>>> => ({
  ordered: {
    label: t('query-editor.order.ordered', 'In order'),
    description: t('query-editor.order.ordered-description', 'Other steps may come between'),
  },
  strict: {
    label: t('query-editor.order.strict', 'Directly'),
    description: t('query-editor.order.strict-description', 'No other step may come between'),
  },
  any: {
    label: t('query-editor.order.any', 'In any order'),
    description: t('query-editor.order.any-description', 'All of them, in the window'),
  },
});

const orderChoices = (): Choice<string>[] => Object.entries(ordersOf()).map(([value, texts]) => ({ value, ...texts }));

/** The parts of a funnel that say what it is, whatever is asked of it. */
type Definition = Pick<FunnelSelection, 'id' | 'steps' | 'unit' | 'order' | 'window' | 'exclusions'>;

interface Props<T extends Definition> {
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly tools: EditorTools;
}

/** How long a unit has from step 1 when a query does not say. */
const DEFAULT_WINDOW = '30d';

/** A new funnel of one's own begins with what every call has. */
const FIRST_STEPS = ['call.started', 'call.answered'];

/** A saved funnel, of which any part can be replaced, or one made on the spot. */
export function FunnelDefinitionFields<T extends Definition>({ value, onChange, tools }: Props<T>) {
  const { id, steps, unit, order, window, exclusions } = value;
  const saved = tools.funnels.find((funnel) => funnel.id === id);
  const change = (changes: { readonly [K in keyof Definition]?: Definition[K] | undefined }): void =>
    onChange(patch<Definition>(value, changes) as T);
  const choose = (chosen: string | undefined): void =>
    change({ id: chosen, steps: chosen === undefined ? (saved?.steps ?? FIRST_STEPS) : undefined });
  const shown = steps ?? (id === undefined ? FIRST_STEPS : undefined);
  const own = t('query-editor.funnel.as-saved', 'As saved');
  return (
    <Stack direction="column" gap={1.5}>
      <Stack gap={1} wrap="wrap" alignItems="flex-end">
        <SavedFunnelField funnels={tools.funnels} value={id} onChange={choose} />
        <UnitField
          value={unit}
          placeholder={id === undefined ? t('query-editor.unit.calls', 'Calls') : own}
          onChange={(next) => change({ unit: next })}
        />
        <ChoiceField
          label={t('query-editor.order.label', 'Order')}
          choices={orderChoices()}
          width={20}
          value={order}
          placeholder={id === undefined ? t('query-editor.order.ordered', 'In order') : own}
          onChange={(next) => change({ order: next })}
        />
        <DurationField
          label={t('query-editor.funnel.window', 'Window')}
          value={window}
          placeholder={id === undefined ? DEFAULT_WINDOW : own}
          onChange={(next) => change({ window: next })}
        />
      </Stack>
      {shown === undefined ? (
        <div>
          <Button
            size="sm"
            variant="secondary"
            fill="outline"
            icon="edit"
            onClick={() => change({ steps: saved?.steps ?? FIRST_STEPS })}
          >
            {t('query-editor.funnel.replace-steps', 'Replace its steps here')}
          </Button>
        </div>
      ) : (
        <StepsField value={shown} steps={tools.catalogue.steps} onChange={(next) => change({ steps: next })} />
      )}
      {order !== 'any' && (
        <ExclusionsField
          value={exclusions}
          steps={tools.catalogue.steps}
          funnelSteps={(shown ?? saved?.steps ?? []).map((step) => readStep(step).step)}
          onChange={(next) => change({ exclusions: next })}
        />
      )}
    </Stack>
  );
}
