import type { FrameValue } from '@callsight/contract/query/answer';

export type Cells = (number | null)[];

/** Values of one group: by bucket, one for each column. */
export interface Series {
  readonly group: readonly FrameValue[];
  readonly buckets: Map<number, Cells>;
}

/** Columns of numbers over groups and buckets, filled from several statements. */
export class Table {
  readonly #series = new Map<string, Series>();
  /** What a column holds where there are no rows. */
  readonly empty: Readonly<Cells>;

  constructor(empty: Readonly<Cells>) {
    this.empty = empty;
  }

  /** The values of one group in one bucket, to be filled. */
  cells(group: readonly FrameValue[], bucket: number): Cells {
    const key = JSON.stringify(group);
    let series = this.#series.get(key);
    if (series === undefined) {
      series = { group, buckets: new Map() };
      this.#series.set(key, series);
    }
    let cells = series.buckets.get(bucket);
    if (cells === undefined) {
      cells = [...this.empty];
      series.buckets.set(bucket, cells);
    }
    return cells;
  }

  series(group: readonly FrameValue[]): Series | undefined {
    return this.#series.get(JSON.stringify(group));
  }

  values(group: readonly FrameValue[], bucket: number): Readonly<Cells> {
    return this.series(group)?.buckets.get(bucket) ?? this.empty;
  }

  /** Number of values. */
  get size(): number {
    let buckets = 0;
    for (const series of this.#series.values()) buckets += series.buckets.size;
    return buckets * this.empty.length;
  }

  get groups(): (readonly FrameValue[])[] {
    return [...this.#series.values()].map(({ group }) => group);
  }
}
