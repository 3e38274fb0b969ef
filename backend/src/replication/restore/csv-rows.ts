import type { AttributeDeclaration } from '../../storage/tables/attribute.js';
import { kindOf } from '../../storage/tables/column.js';
import { ATTRIBUTES_FIELD, type Field, type Measurement } from '../../storage/influx/measurements.js';

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

const formerName = (field: Field): string[] => (field.formerName === undefined ? [] : [field.formerName]);

/** InfluxQL of all points of a measurement within some conditions, in the order that `csvSource` expects. */
export function selectPoints({ name, fields }: Measurement, where: string): string {
  const columns = ['tenant', ...fields.map((field) => field.name), 'change', 'known', ...fields.flatMap(formerName)];
  return `SELECT ${columns.map((column) => `"${column}"`).join(', ')} FROM "${name}" WHERE ${where}`;
}

const pointColumns = ({ fields }: Measurement): (readonly [string, string])[] => [
  ['measurement', 'VARCHAR'],
  ['series', 'VARCHAR'],
  ['anchor', 'BIGINT'],
  ['tenant', 'VARCHAR'],
  ...fields.map(({ column, type }) => [column, kindOf(type).csv] as const),
  ['change', 'BIGINT'],
  ['known', 'BIGINT'],
  ...fields.flatMap((field) => formerName(field).map((name) => [name, kindOf(field.type).csv] as const)),
];

/**
 * SQL that reads the answer to `selectPoints` from a file: `anchor` and `tenant`, a column for each field, `change` and
 * `known`. Every row begins with the measurement's name and its tags, which are not asked for.
 */
export const csvSource = (measurement: Measurement, file: string): string => readCsv(file, pointColumns(measurement));

/** SQL of the same without any point. */
export function noPoints(measurement: Measurement): string {
  const columns = pointColumns(measurement).map(([name, type]) => `NULL::${type} AS "${name}"`);
  return `(SELECT ${columns.join(', ')} LIMIT 0)`;
}

/** SQL that reads a file of InfluxDB's CSV: one header, fields quoted where they must be, line breaks in them included. */
export function readCsv(file: string, columns: readonly (readonly [string, string])[]): string {
  const types = columns.map(([name, type]) => `${text(name)}: ${text(type)}`).join(', ');
  return `read_csv(${text(file)}, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', new_line = '\\n',
    strict_mode = true, max_line_size = 4000000, columns = {${types}})`;
}

/** SQL of a field over `csvSource`: null unless its bit is set, for a point keeps what it once said. */
function valueSql({ fields }: Measurement, field: Field): string {
  const bit = fields.indexOf(field);
  // A point that was written again under the field's new name still holds the former one, which counts no more.
  const names = [field.column, ...formerName(field)].map((name) => `"${name}"`);
  // CSV does not tell an empty text from none.
  const value = field.kind === 'string' ? `coalesce(${names.join(', ')}, '')` : `coalesce(${names.join(', ')})`;
  return `CASE WHEN (known >> ${bit}) & 1 = 1 THEN ${value} END`;
}

/** The columns of a row but its attributes, as SQL with their names. */
export const rowColumns = (measurement: Measurement): { column: string; sql: string }[] =>
  measurement.fields
    .filter((field) => field !== ATTRIBUTES_FIELD)
    .map((field) => ({ column: field.column, sql: valueSql(measurement, field) }));

const JSON_TYPES: Readonly<Record<AttributeDeclaration['type'], string>> = {
  string: "('VARCHAR', 'BIGINT', 'UBIGINT', 'DOUBLE', 'BOOLEAN')",
  number: "('BIGINT', 'UBIGINT', 'DOUBLE')",
  boolean: "('BOOLEAN')",
};

const ATTRIBUTE_TYPES: Readonly<Record<AttributeDeclaration['type'], string>> = {
  string: 'VARCHAR',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
};

/** A custom attribute out of the JSON of all; one of another type than is declared today is treated as the fold does. */
export function attributeSql({ name, type }: AttributeDeclaration): string {
  const path = text(`$."${name}"`);
  return `CASE WHEN json_type(attributes, ${path}) IN ${JSON_TYPES[type]}
    THEN json_extract_string(attributes, ${path})::${ATTRIBUTE_TYPES[type]} END`;
}
