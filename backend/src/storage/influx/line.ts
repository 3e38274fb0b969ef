import type { FieldKind } from '../tables/column.js';

/** A value of a field as InfluxDB knows it. */
export type FieldValue = string | number | bigint | boolean;

const SPECIAL = /["\\]/g;

/** A string field: quotes and backslashes are the only characters that mean something in it, line breaks included. */
const quoted = (text: string): string => `"${text.replace(SPECIAL, '\\$&')}"`;

/** A value in line protocol. */
export function fieldText(kind: FieldKind, value: FieldValue): string {
  switch (kind) {
    case 'integer':
      return `${value}i`;
    case 'float':
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'string':
      return quoted(String(value));
  }
}

/** A tag's value. Line breaks and backslashes cannot stand in one, see `tagSql`. */
export const tagText = (value: string): string => value.replace(/[ ,=]/g, '\\$&');
