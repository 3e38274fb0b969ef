import { RecordBatchReader, type Field, type Vector } from 'apache-arrow';

export interface ReadField {
  readonly name: string;
  /** As Arrow calls it: `Timestamp<NANOSECOND>`, `Float64`, `Utf8`, `Bool`. */
  readonly arrow: string;
  readonly nullable: boolean;
  readonly tstype: string;
  readonly labels: Readonly<Record<string, string>> | undefined;
  readonly config: Readonly<Record<string, unknown>>;
  /** Times are texts, see `timeText`. */
  readonly values: readonly unknown[];
}

export interface ReadFrame {
  readonly name: string;
  readonly refId: string;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly fields: readonly ReadField[];
}

const parse = (text: string | undefined): Record<string, unknown> =>
  JSON.parse(text ?? '{}') as Record<string, unknown>;

/** RFC 3339 time of epoch nanoseconds, with as many digits of fraction as it needs. */
export function timeText(nanos: bigint): string {
  const fraction = ((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const seconds = new Date(Number((nanos - fraction) / 1_000_000n)).toISOString().slice(0, 19);
  const digits = String(fraction).padStart(9, '0').replace(/0+$/, '');
  return `${seconds}${digits === '' ? '' : `.${digits}`}Z`;
}

/** Arrow's own reader takes the nanoseconds for a fraction of a number, and loses them. */
function timesOf(vector: Vector): (string | null)[] {
  const raw = vector.data.flatMap(({ values }) => [...(values as unknown as BigInt64Array)]);
  return Array.from({ length: vector.length }, (_, row) => (vector.isValid(row) ? timeText(raw[row]!) : null));
}

function valuesOf(type: string, vector: Vector | null): readonly unknown[] {
  if (vector === null) return [];
  return type.startsWith('Timestamp') ? timesOf(vector) : [...vector];
}

function readField(field: Field, vector: Vector | null): ReadField {
  const labels = field.metadata.get('labels');
  const arrow = String(field.type);
  return {
    name: field.name,
    arrow,
    nullable: field.nullable,
    tstype: field.metadata.get('tstype') ?? '',
    labels: labels === undefined ? undefined : (parse(labels) as Record<string, string>),
    config: parse(field.metadata.get('config')),
    values: valuesOf(arrow, vector),
  };
}

/** Reads a frame as Grafana does: an Arrow file, its metadata and each column. */
export function readArrow(file: Uint8Array): ReadFrame {
  if (Buffer.from(file.subarray(0, 6)).toString() !== 'ARROW1') throw new Error('this is no Arrow file');
  // Not as a table: that would take two columns of one name for one.
  const reader = RecordBatchReader.from(file).open();
  const { metadata, fields } = reader.schema;
  const [batch, ...others] = [...reader];
  if (others.length > 0) throw new Error('a frame is one record batch');
  return {
    name: metadata.get('name') ?? '',
    refId: metadata.get('refId') ?? '',
    meta: parse(metadata.get('meta')),
    fields: fields.map((field, index) => readField(field, batch?.getChildAt(index) ?? null)),
  };
}
