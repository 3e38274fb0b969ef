import { columnsOf, type Column } from './column.js';
import {
  APPOINTMENT,
  APPOINTMENT_LINK_COLUMNS,
  PAYMENT,
  PAYMENT_LINK_COLUMNS,
  SAMPLE_COLUMNS,
  TOUCH_COLUMNS,
} from './columns.js';

export type PlainTableName = 'samples' | 'appointments' | 'payments' | 'touches';

/** A table whose rows stand for themselves: each has an id, a place in the record, and nothing that hangs on it. */
export interface PlainTable {
  readonly name: PlainTableName;
  /** Column of the id. */
  readonly id: string;
  /** Column of the time that rows are ordered by. */
  readonly time: string;
  /** Whether that time never changes, so that a row is found among those of its time. */
  readonly isTimeFixed: boolean;
  /** What a fold says of a row. */
  readonly folded: readonly Column[];
  /** What is worked out from other rows. */
  readonly linked: readonly Column[];
}

export const PLAIN_TABLES: { readonly [Name in PlainTableName]: PlainTable & { readonly name: Name } } = {
  samples: {
    name: 'samples',
    id: 'sample_id',
    time: 'happened_at',
    isTimeFixed: true,
    folded: SAMPLE_COLUMNS,
    linked: [],
  },
  appointments: {
    name: 'appointments',
    id: 'appointment_id',
    time: 'created_at',
    isTimeFixed: false,
    folded: columnsOf(APPOINTMENT),
    linked: APPOINTMENT_LINK_COLUMNS,
  },
  payments: {
    name: 'payments',
    id: 'payment_id',
    time: 'happened_at',
    isTimeFixed: false,
    folded: columnsOf(PAYMENT),
    linked: PAYMENT_LINK_COLUMNS,
  },
  touches: {
    name: 'touches',
    id: 'touch_id',
    time: 'happened_at',
    isTimeFixed: true,
    folded: TOUCH_COLUMNS,
    linked: [],
  },
};

export const ALL_PLAIN: readonly PlainTable[] = Object.values(PLAIN_TABLES);

export const isPlainTable = (name: string): name is PlainTableName => Object.hasOwn(PLAIN_TABLES, name);
