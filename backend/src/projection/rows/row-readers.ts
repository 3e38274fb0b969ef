import type { AttributeDeclaration } from '../../storage/tables/attribute.js';
import type { CallRow, FoldedCall, TurnRow } from '../fold/call-row.js';
import type { Cell, ReadCell } from '../../storage/duckdb/append.js';
import type { Column } from '../../storage/tables/column.js';
import { CALL_COLUMNS, TURN_COLUMNS } from '../../storage/tables/columns.js';

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

const isEmpty = (value: object): boolean => Object.keys(value).length === 0;

/** Reads a column from the field of its name. */
function fieldReader<Row>({ name, type }: Column): ReadCell<Row> {
  const read = (row: Row): unknown => (row as Readonly<Record<string, unknown>>)[name] ?? null;
  if (type !== 'json') return (row) => read(row) as Cell;
  return (row) => {
    const value = read(row) as object | null;
    return value === null || isEmpty(value) ? null : JSON.stringify(value);
  };
}

export function callReaders(attributes: readonly AttributeDeclaration[]): ReadCell<FoldedCall>[] {
  return [...CALL_COLUMNS.map(fieldReader<CallRow>), ...attributes.map(attributeReader)].map(
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
export const plainReaders = <Row>(columns: readonly Column[]): ReadCell<Row>[] => columns.map(fieldReader<Row>);
