import type { Frame, FrameField, FrameValue } from '@callsight/contract/query/answer';
import type { GoodDirection } from '@callsight/contract/query/catalogue';
import type { DataColumn, DataTable } from './document.js';
import type { Lexicon } from './lexicon.js';

/** A column of numbers of a metric; one that counts money has one for each currency. */
export interface MetricColumn {
  readonly metric: string;
  readonly unit: string;
  readonly good: GoodDirection;
  /** Where there are several currencies, the one of this column. */
  readonly currency: string | undefined;
  readonly values: readonly (number | null)[];
  /** Of the range that is compared with. */
  readonly previous: readonly (number | null)[] | undefined;
  /** How far values are from what is usual, and between which values the usual lies. */
  readonly usual:
    | {
        readonly low: readonly (number | null)[];
        readonly high: readonly (number | null)[];
        readonly anomaly: readonly (number | null)[];
      }
    | undefined;
}

const PARTS = /^(.+?)(_previous|_baseline|_low|_high|_anomaly)?$/;

const goodOf = ({ config }: FrameField): GoodDirection => {
  const good = (config['custom'] as { readonly good?: unknown } | undefined)?.good;
  return good === 'up' || good === 'down' ? good : 'none';
};

const currencyLabel = ({ labels }: FrameField): string | undefined => labels?.['currency'];

/** Reads the frame of an answer by the names of its columns. */
export class FrameTable {
  readonly frame: Frame;
  readonly #hidesPrevious: boolean;

  /** @param hidesPrevious leaves out what the period before was, where it cannot be compared with */
  constructor(frame: Frame, hidesPrevious = false) {
    this.frame = frame;
    this.#hidesPrevious = hidesPrevious;
  }

  /** Another frame, read in the same way. */
  with(frame: Frame): FrameTable {
    return new FrameTable(frame, this.#hidesPrevious);
  }

  get length(): number {
    return this.frame.data.values[0]?.length ?? 0;
  }

  /** The values of a column; empty where there is none of that name. */
  column(name: string): readonly FrameValue[] {
    return this.frame.data.values[this.#fields.findIndex((field) => field.name === name)] ?? [];
  }

  numbers(name: string): (number | null)[] {
    return this.column(name).map((value) => (typeof value === 'number' ? value : null));
  }

  text(name: string, row: number): string {
    const value = this.column(name)[row];
    return value === null || value === undefined ? '' : String(value);
  }

  has(name: string): boolean {
    return this.#fields.some((field) => field.name === name);
  }

  /** The columns of a metric: one, or one for each currency. */
  metric(id: string): MetricColumn[] {
    return this.#fields
      .filter(({ name }) => name === id)
      .map((field) => {
        const currency = currencyLabel(field);
        const read = (suffix: string): (number | null)[] | undefined => {
          const index = this.#fields.findIndex((one) => one.name === id + suffix && currencyLabel(one) === currency);
          return this.frame.data.values[index]?.map((value) => (typeof value === 'number' ? value : null));
        };
        const [low, high, anomaly] = [read('_low'), read('_high'), read('_anomaly')];
        return {
          metric: id,
          unit: unitOf(field) ?? 'short',
          good: goodOf(field),
          currency,
          values: read('') ?? [],
          previous: this.#hidesPrevious ? undefined : read('_previous'),
          usual: low === undefined || high === undefined || anomaly === undefined ? undefined : { low, high, anomaly },
        };
      });
  }

  /** All of it as rows, with titles in the language of the report. */
  data(lexicon: Lexicon): DataTable {
    const columns = this.#fields.map((field): DataColumn => {
      const currency = currencyLabel(field);
      const title = lexicon.column(field.name, displayNameOf(field));
      return {
        name: currency === undefined ? field.name : `${field.name} ${currency}`,
        title: currency === undefined ? title : `${title}, ${currency}`,
        type: field.type,
        unit: unitOf(field),
        good: goodOf(field),
      };
    });
    const rows = Array.from({ length: this.length }, (_, row) =>
      this.frame.data.values.map((values) => values[row] ?? null),
    );
    return { columns, rows };
  }

  /** The range that the answer is compared with, epoch milliseconds. */
  get comparison(): { readonly from: number; readonly to: number } | undefined {
    const custom = this.frame.schema.meta['custom'] as
      { readonly compare?: { readonly from: number; readonly to: number } } | undefined;
    return custom?.compare;
  }

  get #fields(): readonly FrameField[] {
    return this.frame.schema.fields;
  }
}

const displayNameOf = ({ name, config }: FrameField): string =>
  typeof config['displayName'] === 'string' ? config['displayName'] : name;

const unitOf = ({ config }: FrameField): string | undefined =>
  typeof config['unit'] === 'string' ? config['unit'] : undefined;

/** Name of a metric's column without what it is a part of: `calls.count_previous` is of `calls.count`. */
export function partsOfName(name: string): { readonly base: string; readonly part: string } {
  const [, base = name, part = ''] = PARTS.exec(name) ?? [];
  return { base, part };
}
