import type { CallsQuery } from '@callsight/contract/query/calls';

/** A cell of a funnel in short texts: which funnel, which step, how it ended. */
export function cellTexts({ funnel, step, end }: CallsQuery['calls']): string[] {
  if (funnel === undefined) return [];
  const name = funnel.id ?? (funnel.steps === undefined ? 'appointment' : 'own steps');
  const filters = (funnel.filters ?? []).map(
    ({ dimension, op, values }) => `${dimension} ${op} ${values.map((value) => value ?? '(none)').join(', ')}`,
  );
  return [`Funnel: ${name}`, `Step: ${step ?? 1}`, `End: ${end ?? 'reached'}`, ...filters];
}
