import type { AttributeDeclaration } from '../../storage/duckdb/attribute.js';
import type { CallRow, FoldedCall, TurnRow } from '../fold/call-row.js';
import type { Cell, ReadCell } from '../../storage/duckdb/append.js';
import { CALL_COLUMNS, TURN_COLUMNS, type Column } from '../../storage/duckdb/columns.js';

/** A turn with the call that it belongs to. */
export interface StagedTurn {
  readonly call: CallRow;
  readonly turn: TurnRow;
}

const ATTRIBUTE_JS_TYPES: Readonly<Record<AttributeDeclaration['type'], string>> = {
  string: 'string',
  number: 'number',
  boolean: 'boolean',
};

/** An attribute of another type than declared is written out where text is asked for, and is absent otherwise. */
function attributeReader({ name, type }: AttributeDeclaration): ReadCell<CallRow> {
  return ({ attributes }) => {
    const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    if (value === undefined) return null;
    if (type === 'string') return String(value);
    return typeof value === ATTRIBUTE_JS_TYPES[type] ? value : null;
  };
}

const field =
  <Row>(name: string): ReadCell<Row> =>
  (row) =>
    (row as Record<string, Cell>)[name] ?? null;

/** Columns that hold JSON; nothing in them is null. */
const JSON_READERS: Readonly<Record<string, ReadCell<CallRow>>> = {
  topics: ({ topics }) => (topics.length === 0 ? null : JSON.stringify(topics)),
  steps: ({ steps }) => (Object.keys(steps).length === 0 ? null : JSON.stringify(steps)),
};

export function callReaders(attributes: readonly AttributeDeclaration[]): ReadCell<FoldedCall>[] {
  const own = CALL_COLUMNS.map(({ name }) => JSON_READERS[name] ?? field<CallRow>(name));
  return [...own, ...attributes.map(attributeReader)].map(
    (read) =>
      ({ call }) =>
        read(call),
  );
}

/** Place of a row that has been folded here: its anchor, and no change number of its own. */
export const unplaced: readonly ReadCell<{ readonly anchor: number }>[] = [({ anchor }) => anchor, () => null];

const FROM_CALL: Readonly<Record<string, keyof CallRow>> = {
  tenant: 'tenant',
  call_id: 'call_id',
  call_started_at: 'started_at',
};

export const turnReaders: readonly ReadCell<StagedTurn>[] = TURN_COLUMNS.map(({ name }) => {
  const taken = FROM_CALL[name];
  return taken === undefined
    ? ({ turn }) => (turn as unknown as Record<string, Cell>)[name] ?? null
    : ({ call }) => call[taken] as Cell;
});

/** Readers of rows whose fields have the names of their columns. */
export const plainReaders = <Row>(columns: readonly Column[]): ReadCell<Row>[] =>
  columns.map(({ name }) => field<Row>(name));
