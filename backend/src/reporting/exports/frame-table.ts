import type { Frame, FrameField, FrameValue } from '@callsight/contract/query/answer';
import type { CellType, ExportColumn } from '../formats/column.js';
import type { FrameTable } from './export-plan.js';

const UNITS: Readonly<Record<string, CellType>> = { s: 'seconds', ms: 'milliseconds', percentunit: 'percent' };

const isWhole = (values: readonly FrameValue[]): boolean =>
  values.every((value) => value === null || Number.isSafeInteger(value));

function typeOf({ type, config }: FrameField, values: readonly FrameValue[]): CellType {
  if (type === 'time') return 'time';
  if (type === 'boolean') return 'flag';
  if (type === 'string') return 'text';
  const unit = String(config['unit']);
  if (unit.startsWith('currency')) return 'amount';
  return UNITS[unit] ?? (isWhole(values) ? 'count' : 'number');
}

const textOf = (value: unknown, otherwise: string): string =>
  typeof value === 'string' && value !== '' ? value : otherwise;

/** A name that is unique: a field with labels, such as a currency, has them behind it. */
function columnOf(field: FrameField, values: readonly FrameValue[]): ExportColumn {
  const labels = Object.values(field.labels ?? {})
    .map((label) => ` ${label}`)
    .join('');
  const type = typeOf(field, values);
  const unit = String(field.config['unit']);
  return {
    name: field.name + labels,
    title: textOf(field.config['displayName'], field.name) + labels,
    type,
    ...(type === 'amount' ? { currency: unit.slice('currency'.length) } : {}),
  };
}

/** A frame as a table of typed cells. */
export function frameTable({ schema, data }: Frame): FrameTable {
  const columns = schema.fields.map((field, index) => columnOf(field, data.values[index] ?? []));
  return {
    title: schema.name,
    columns,
    values: data.values.map((values, index) =>
      columns[index]?.type === 'time'
        ? values.map((value) => (typeof value === 'number' ? Math.round(value * 1_000) : null))
        : values,
    ),
  };
}
