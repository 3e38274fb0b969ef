import type { DuckDBConnection } from '@duckdb/node-api';
import { attributeColumn, type AttributeDeclaration } from '../../storage/tables/attribute.js';
import { ALL_PLAIN, type PlainTable } from '../../storage/tables/plain-tables.js';
import { hashOf } from '../../projection/fold/anchor.js';
import { fieldText, tagText, type FieldValue } from '../../storage/influx/line.js';
import {
  ATTRIBUTES_FIELD,
  CALLS,
  PLAIN,
  shardOf,
  turnShard,
  TURNS,
  TURNS_IN_SHARD,
  type Measurement,
} from '../../storage/influx/measurements.js';
import type { Point } from './point.js';

/** Rows that changed after `after`, up to and with `upTo`. */
export interface Span {
  readonly after: number;
  readonly upTo: number;
}

type Cell = FieldValue | null;

/** Row by row: tenant, id, anchor, change, further columns, then the fields of the measurement. */
const LEAD = ['tenant', 'id', 'anchor', 'change'] as const;

/** Bits that a number holds exactly; those of further fields are gathered apart. */
const LOW_BITS = 53;

const BITS = Array.from({ length: LOW_BITS }, (_, bit) => 2 ** bit);

const bitsText = (low: number, high: number): string =>
  high === 0 ? String(low) : String(BigInt(low) + (BigInt(high) << BigInt(LOW_BITS)));

/** The fields of a row. What is not known is not written, and its bit in `known` takes back what an older point said. */
function fieldsOf({ fields }: Measurement, valueOf: (index: number) => Cell, change: Cell): string {
  const parts: string[] = [];
  let low = 0;
  let high = 0;
  fields.forEach(({ name, kind }, index) => {
    const value = valueOf(index);
    if (value === null) return;
    if (index < LOW_BITS) low += BITS[index] ?? 0;
    else high += 2 ** (index - LOW_BITS);
    parts.push(`${name}=${fieldText(kind, value)}`);
  });
  parts.push(`change=${String(change)}i`, `known=${bitsText(low, high)}i`);
  return parts.join(',');
}

async function columnsOf(connection: DuckDBConnection, sql: string): Promise<Cell[][]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getColumnsJS() as Cell[][];
}

const selected = ({ fields }: Measurement, from: string): string =>
  fields
    .filter(({ column }) => column !== 'attributes')
    .map(({ column, type }) =>
      type === 'caller' ? `replace(${from}."${column}"::VARCHAR, '-', '')` : `${from}."${column}"`,
    )
    .join(', ');

const changedIn = ({ after, upTo }: Span): string => `change > ${after} AND change <= ${upTo}`;

/** A row's custom attributes as JSON, or null if it has none. */
function attributesText(attributes: readonly AttributeDeclaration[], columns: readonly Cell[][], row: number): Cell {
  const entries = attributes.flatMap(({ name }, index) => {
    const value = columns[index]?.[row] ?? null;
    return value === null ? [] : [[name, value] as const];
  });
  return entries.length === 0 ? null : JSON.stringify(Object.fromEntries(entries));
}

/** The points of the calls that changed. */
export async function callPoints(
  connection: DuckDBConnection,
  attributes: readonly AttributeDeclaration[],
  span: Span,
): Promise<Point[]> {
  const custom = attributes.map(({ name }) => `, "${attributeColumn(name)}"`).join('');
  const columns = await columnsOf(
    connection,
    `SELECT tenant, call_id, anchor, change, ${selected(CALLS, 'calls')}${custom} FROM calls WHERE ${changedIn(span)}`,
  );
  const own = CALLS.fields.length - 1;
  const attributeColumns = columns.slice(LEAD.length + own);
  // What was selected are the fields without the attributes, which are made of several columns.
  const fields: (readonly Cell[] | undefined)[] = columns.slice(LEAD.length, LEAD.length + own);
  const attributesAt = CALLS.fields.indexOf(ATTRIBUTES_FIELD);
  fields.splice(attributesAt, 0, undefined);
  return points(CALLS, columns, (index, row) =>
    index === attributesAt ? attributesText(attributes, attributeColumns, row) : (fields[index]?.[row] ?? null),
  );
}

/** The points of the rows of a table that changed. */
async function plainPoints(connection: DuckDBConnection, { name, id }: PlainTable, span: Span): Promise<Point[]> {
  const columns = await columnsOf(
    connection,
    `SELECT tenant, ${id}, anchor, change, ${selected(PLAIN[name], name)} FROM ${name} WHERE ${changedIn(span)}`,
  );
  const fields = columns.slice(LEAD.length);
  return points(PLAIN[name], columns, (index, row) => fields[index]?.[row] ?? null);
}

function points(
  measurement: Measurement,
  columns: readonly Cell[][],
  valueOf: (index: number, row: number) => Cell,
): Point[] {
  const [tenants = [], ids = [], anchors = [], changes = []] = columns;
  return tenants.map((tenant, row): Point => {
    const id = String(ids[row]);
    const anchor = String(anchors[row]);
    const fields = fieldsOf(measurement, (index) => valueOf(index, row), changes[row] ?? 0);
    const tags = `shard=${shardOf(hashOf(id))},tenant=${tagText(String(tenant))}`;
    return {
      line: `${measurement.name},${tags} ${fields} ${anchor}000`,
      measurement: measurement.name,
      tenant: String(tenant),
      id,
      anchor: Number(anchor),
    };
  });
}

/** The points of everything that changed but turns. */
export async function rowPoints(
  connection: DuckDBConnection,
  attributes: readonly AttributeDeclaration[],
  span: Span,
): Promise<Point[]> {
  const all = await callPoints(connection, attributes, span);
  for (const table of ALL_PLAIN) all.push(...(await plainPoints(connection, table, span)));
  return all;
}

/** The points of all turns of the calls that changed. A turn stands behind its call's anchor, a nanosecond for each. */
export async function turnPoints(connection: DuckDBConnection, span: Span): Promise<Point[]> {
  const columns = await columnsOf(
    connection,
    `WITH changed AS (SELECT tenant, call_id, anchor, change, started_at FROM calls WHERE ${changedIn(span)})
     SELECT turns.tenant, turns.call_id, changed.anchor, changed.change, ${selected(TURNS, 'turns')}
     FROM turns JOIN changed ON changed.tenant = turns.tenant AND changed.call_id = turns.call_id
     WHERE turns.call_started_at BETWEEN (SELECT min(started_at) FROM changed) AND (SELECT max(started_at) FROM changed)`,
  );
  const [tenants = [], ids = [], anchors = [], changes = []] = columns;
  const fields = columns.slice(LEAD.length);
  const indexes = fields[TURNS.fields.findIndex(({ name }) => name === 'index')] ?? [];
  return tenants.map((tenant, row): Point => {
    const id = String(ids[row]);
    const index = Number(indexes[row]);
    const anchor = String(anchors[row]);
    const shard = turnShard(shardOf(hashOf(id)), index);
    const text = fieldsOf(TURNS, (field) => fields[field]?.[row] ?? null, changes[row] ?? 0);
    const time = anchor + String(index % TURNS_IN_SHARD).padStart(3, '0');
    return {
      line: `turns,shard=${shard},tenant=${tagText(String(tenant))} ${text} ${time}`,
      measurement: 'turns',
      tenant: String(tenant),
      id: `${id} ${index}`,
      anchor: Number(anchor),
    };
  });
}
