/** For each measurement the time before which its points are too old to be kept; epoch microseconds, undefined keeps all. */
export type RecordLimits = Readonly<
  Record<'calls' | 'turns' | 'samples' | 'kpi_1m' | 'kpi_1h' | 'changes', number | undefined>
>;
