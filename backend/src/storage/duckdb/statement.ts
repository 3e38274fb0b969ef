export type Row = Readonly<Record<string, unknown>>;

/** A value of a statement. */
export type BoundValue = string | number | boolean | bigint;

export type BoundValues = Readonly<Record<string, BoundValue>>;

/** A query that took too long, or that nobody waits for any more. */
export class QueryStopped extends Error {
  override readonly name = 'QueryStopped';
  constructor(readonly why: 'timeout' | 'cancelled') {
    super(why === 'timeout' ? 'the query took longer than its time limit' : 'the query was cancelled');
  }
}

/** Columns of a result, by name, and some of its rows: one array for each column. */
export interface RowsPart {
  readonly names: readonly string[];
  readonly columns: readonly (readonly unknown[])[];
}

/** Something that runs statements: a pool of connections, or another thread that has one. */
export interface StatementRunner {
  stream(sql: string, values: BoundValues, options: StreamOptions): Promise<void>;
}

export interface StreamOptions {
  /** Whose question this is: connections are shared among owners. */
  readonly owner: string;
  readonly signal?: AbortSignal | undefined;
  /** `traceparent` of the query, if it is traced. */
  readonly trace?: string | undefined;
  /** Takes the rows as they come. */
  readonly onPart: (part: RowsPart) => void;
}

/** The rows of a part as objects. */
export function rowsOf({ names, columns }: RowsPart): Row[] {
  const count = columns[0]?.length ?? 0;
  return Array.from({ length: count }, (_, row) => {
    const object: Record<string, unknown> = {};
    for (const [index, name] of names.entries()) object[name] = columns[index]?.[row];
    return object;
  });
}
