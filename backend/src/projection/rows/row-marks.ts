/** Datasets of which somebody keeps account of what changes. */
type MarkedDataset = 'calls' | 'turns' | 'samples' | 'appointments' | 'payments';

/** Keeps account of what is derived from rows and has to be derived anew, in the transaction that changes the rows. */
export interface RowMarks {
  /** Marks what certain rows are part of. @param rows what stands behind FROM: the table, and a condition on its rows */
  mark(dataset: MarkedDataset, rows: string, change: number): Promise<void>;
}
