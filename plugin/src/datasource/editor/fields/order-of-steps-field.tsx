import type { FunnelOrder } from '@callsight/contract/query/funnel';
import { ChoiceField, type Choice } from './choice-field';

interface Props {
  readonly value: string | undefined;
  readonly onChange: (order: string | undefined) => void;
  readonly placeholder: string;
}

const ORDERS: Readonly<Record<FunnelOrder, Omit<Choice<FunnelOrder>, 'value'>>> = {
  ordered: { label: 'In order', description: 'Other steps may come between' },
  strict: { label: 'Directly', description: 'No other step may come between' },
  any: { label: 'In any order', description: 'All of them, in the window' },
};

const CHOICES: Choice<string>[] = Object.entries(ORDERS).map(([value, texts]) => ({ value, ...texts }));

/** Which order the steps have to come in. */
export const OrderOfStepsField = (props: Props) => (
  <ChoiceField label="Order" choices={CHOICES} width={20} {...props} />
);
