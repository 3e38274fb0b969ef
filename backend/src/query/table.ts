import type { FrameValue } from '@callsight/contract/query/answer';

/** Values of one group: by bucket, one for each column. */
export interface Series {
  readonly group: readonly FrameValue[];
  readonly buckets: Map<number, (number | null)[]>;
}

/** Columns of numbers over groups and buckets, filled from several statements. */
export class Table {
  readonly #series = new Map<string, Series>();
  readonly #empty: readonly (number | null)[];

  /** @param empty what a column holds where there are no rows */
  constructor(empty: readonly (number | null)[]) {
    this.#empty = empty;
  }

  set(group: readonly FrameValue[], bucket: number, column: number, value: number | null): void {
    const key = JSON.stringify(group);
    let series = this.#series.get(key);
    if (series === undefined) {
      series = { group, buckets: new Map() };
      this.#series.set(key, series);
    }
    let values = series.buckets.get(bucket);
    if (values === undefined) {
      values = [...this.#empty];
      series.buckets.set(bucket, values);
    }
    values[column] = value;
  }

  values(group: readonly FrameValue[], bucket: number): readonly (number | null)[] {
    return this.#series.get(JSON.stringify(group))?.buckets.get(bucket) ?? this.#empty;
  }

  get groups(): (readonly FrameValue[])[] {
    return [...this.#series.values()].map(({ group }) => group);
  }
}
