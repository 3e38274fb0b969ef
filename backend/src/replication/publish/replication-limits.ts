import type { PlainTableName } from '../../storage/tables/plain-tables.js';

/** For each measurement the time before which its points are too old to be kept; epoch microseconds, undefined keeps all. */
export type ReplicationLimits = Readonly<
  Partial<Record<'calls' | 'turns' | PlainTableName | 'kpi_1m' | 'kpi_1h' | 'changes', number | undefined>>
>;
