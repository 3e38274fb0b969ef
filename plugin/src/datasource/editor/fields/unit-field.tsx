import type { FunnelUnit } from '@callsight/contract/query/funnel';
import { ChoiceField } from './choice-field';

interface Props {
  readonly value: string | undefined;
  readonly onChange: (unit: string | undefined) => void;
  readonly placeholder: string;
}

const TITLES: Readonly<Record<FunnelUnit, string>> = { call: 'Calls', caller: 'Callers' };

const CHOICES = Object.entries(TITLES).map(([value, label]) => ({ value, label }));

/** Whose journey is counted. */
export const UnitField = (props: Props) => <ChoiceField label="Counts" choices={CHOICES} width={16} {...props} />;
