import type { Frame, FrameField, FrameValue } from '@callsight/contract/query/answer';
import {
  Bool,
  Field,
  Float64,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  TimestampNanosecond,
  Utf8,
  makeData,
  type Data,
  type DataType,
} from 'apache-arrow';

const NANOS_PER_MICRO = 1_000n;

/** Bits of what is not null, the lowest first; undefined where nothing is. */
function validity(values: readonly FrameValue[]): { nullBitmap: Uint8Array | undefined; nullCount: number } {
  let nullCount = 0;
  const bits = new Uint8Array(Math.ceil(values.length / 8)).fill(255);
  values.forEach((value, index) => {
    if (value !== null) return;
    nullCount += 1;
    bits[index >> 3] = (bits[index >> 3] ?? 0) & ~(1 << (index & 7));
  });
  return { nullBitmap: nullCount === 0 ? undefined : bits, nullCount };
}

/**
 * Times are milliseconds here and nanoseconds there; Grafana takes any other unit for nanoseconds, too. They are told to the
 * microsecond, which is as fine as a fraction of a millisecond since 1970 is exact in a number.
 */
const toNanos = (value: FrameValue): bigint => BigInt(Math.round(Number(value) * 1_000)) * NANOS_PER_MICRO;

function times(values: readonly FrameValue[]): Data<TimestampNanosecond> {
  const data = new BigInt64Array(values.length);
  values.forEach((value, index) => {
    if (value !== null) data[index] = toNanos(value);
  });
  return makeData({ type: new TimestampNanosecond(), length: values.length, data, ...validity(values) });
}

function numbers(values: readonly FrameValue[]): Data<Float64> {
  const data = Float64Array.from(values, (value) => (value === null ? 0 : Number(value)));
  return makeData({ type: new Float64(), length: values.length, data, ...validity(values) });
}

function texts(values: readonly FrameValue[]): Data<Utf8> {
  const valueOffsets = new Int32Array(values.length + 1);
  const parts = values.map((value, index) => {
    const bytes = Buffer.from(value === null ? '' : String(value));
    valueOffsets[index + 1] = (valueOffsets[index] ?? 0) + bytes.length;
    return bytes;
  });
  return makeData({
    type: new Utf8(),
    length: values.length,
    valueOffsets,
    data: Buffer.concat(parts),
    ...validity(values),
  });
}

function flags(values: readonly FrameValue[]): Data<Bool> {
  const data = new Uint8Array(Math.ceil(values.length / 8));
  values.forEach((value, index) => {
    if (value === true) data[index >> 3] = (data[index >> 3] ?? 0) | (1 << (index & 7));
  });
  return makeData({ type: new Bool(), length: values.length, data, ...validity(values) });
}

const COLUMNS: Readonly<Record<FrameField['type'], (values: readonly FrameValue[]) => Data>> = {
  time: times,
  number: numbers,
  string: texts,
  boolean: flags,
};

/** Times that are all there are said to be so: Grafana's alerting takes no others for the time of a series. */
const isNullable = ({ type }: FrameField, data: Data): boolean => type !== 'time' || data.nullCount > 0;

function arrowField(field: FrameField, data: Data): Field<DataType> {
  const metadata = new Map([
    ['tstype', field.type],
    ['config', JSON.stringify(field.config)],
  ]);
  if (field.labels !== undefined) metadata.set('labels', JSON.stringify(field.labels));
  return new Field(field.name, data.type, isNullable(field, data), metadata);
}

/**
 * A frame as Grafana takes it from a backend: an Arrow IPC file of one record batch. The schema carries `name`, `refId`
 * and `meta`, each field `tstype`, `labels` and `config`. Texts are plain: Grafana refuses dictionaries.
 */
export function arrowFrame({ schema: { refId, name, meta, fields }, data: { values } }: Frame): Buffer {
  const columns = fields.map((field, index) => ({ field, data: COLUMNS[field.type](values[index] ?? []) }));
  const children = columns.map(({ data }) => data);
  const schema = new Schema(
    columns.map(({ field, data }) => arrowField(field, data)),
    new Map([
      ['name', name],
      ['refId', refId],
      ['meta', JSON.stringify(meta)],
    ]),
  );
  const length = values[0]?.length ?? 0;
  const batch = new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length, nullCount: 0, children }));
  // The writer is told the schema first: that of a batch has lost what tells two columns of one name apart.
  const writer = new RecordBatchFileWriter().reset(undefined, schema);
  writer.write(batch);
  writer.finish();
  return Buffer.from(writer.toUint8Array(true));
}
