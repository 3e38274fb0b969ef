import { kindOf, type Column, type ColumnType, type FieldKind } from '../tables/column.js';
import { CALL_COLUMNS, LATER_CALL_COLUMNS, TURN_COLUMNS } from '../tables/columns.js';
import { PLAIN_TABLES, type PlainTable, type PlainTableName } from '../tables/plain-tables.js';

/** A field of a point, and the column that it holds. */
export interface Field {
  readonly name: string;
  readonly column: string;
  readonly type: ColumnType;
  readonly kind: FieldKind;
  /** Name that versions up to 0.1 wrote the field under; points of those are still read. */
  readonly formerName?: string;
}

/** Points that are rows: one for each. */
export interface Measurement {
  readonly name: 'calls' | 'turns' | PlainTableName;
  /**
   * In the order of their bits in `known`, an integer of 64 bits. New ones are appended and none is ever taken out, so that
   * old points stay readable; more than 63 would need a second field for the bits.
   */
  readonly fields: readonly Field[];
}

/** Columns whose names mean something else in InfluxDB's answers. */
const RENAMED: Readonly<Record<string, string>> = { tags: 'labels' };

/** Names under which 0.1 wrote fields, by their names of today. */
const FORMER_NAMES: Readonly<Record<string, string>> = {
  reported_call_id: 'told_call_id',
  reported_appointment_id: 'told_appointment_id',
  reported_reference: 'told_reference',
};

function fieldOf({ name, type }: Column): Field {
  const formerName = FORMER_NAMES[name];
  return {
    name: RENAMED[name] ?? name,
    column: name,
    type,
    kind: kindOf(type).field,
    ...(formerName === undefined ? {} : { formerName }),
  };
}

/** The tenant is a tag. */
const withoutTags = (columns: readonly Column[]): Field[] =>
  columns.filter(({ name }) => name !== 'tenant').map(fieldOf);

/** Custom attributes of a call, as one JSON object: which there are is a matter of configuration, not of the schema. */
export const ATTRIBUTES_FIELD: Field = { name: 'attributes', column: 'attributes', type: 'text', kind: 'string' };

const isLater = ({ name }: { readonly name: string }): boolean => LATER_CALL_COLUMNS.includes(name);
const callFields = withoutTags(CALL_COLUMNS);

export const CALLS: Measurement = {
  name: 'calls',
  fields: [...callFields.filter((field) => !isLater(field)), ATTRIBUTES_FIELD, ...callFields.filter(isLater)],
};
function plain({ name, folded, linked }: PlainTable): Measurement {
  return { name, fields: withoutTags([...folded, ...linked]) };
}

/** The start of a turn's call stands in the call. */
export const TURNS: Measurement = {
  name: 'turns',
  fields: withoutTags(TURN_COLUMNS.filter(({ name }) => name !== 'call_started_at')),
};

/** Points of rows that stand for themselves. */
export const PLAIN: Readonly<Record<PlainTableName, Measurement>> = {
  samples: plain(PLAIN_TABLES.samples),
  appointments: plain(PLAIN_TABLES.appointments),
  payments: plain(PLAIN_TABLES.payments),
  touches: plain(PLAIN_TABLES.touches),
};

/** Series of one tenant in one measurement: few enough to write fast, enough to read with several cores. */
const SHARDS = 4;

/** The tag that spreads the rows of a tenant over a few series. @param hash of the row's id */
export const shardOf = (hash: number): string => String(hash % SHARDS);

/** Turns of one call stand a nanosecond apart behind its anchor; so many fit before the next anchor. */
export const TURNS_IN_SHARD = 1_000;

/** Shard of a turn: those of calls with very many turns go on in further series. */
export const turnShard = (callShard: string, index: number): string =>
  index < TURNS_IN_SHARD ? callShard : `${callShard}.${Math.floor(index / TURNS_IN_SHARD)}`;
