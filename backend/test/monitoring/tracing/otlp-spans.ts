/** A span as a collector receives it. */
export interface ReceivedSpan {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for a root. */
  readonly parentSpanId: string;
  readonly name: string;
  /** 1 internal, 2 server. */
  readonly kind: number;
  readonly start: bigint;
  readonly end: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  /** 2 is an error. */
  readonly status: number;
}

type Value = bigint | Buffer;
type Message = ReadonlyMap<number, readonly Value[]>;

/** Reads the wire format of Protocol Buffers without a schema: numbers as they are, everything else as bytes. */
function read(bytes: Buffer): Message {
  const fields = new Map<number, Value[]>();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at);
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const value = (type: number): Value => {
    if (type === 0) return varint();
    const length = type === 1 ? 8 : type === 5 ? 4 : type === 2 ? Number(varint()) : NaN;
    if (!(at + length <= bytes.length)) throw new Error(`no field of type ${type} at ${at}`);
    at += length;
    const part = bytes.subarray(at - length, at);
    return type === 1 ? part.readBigUInt64LE() : part;
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    fields.set(tag >> 3, [...(fields.get(tag >> 3) ?? []), value(tag & 7)]);
  }
  return fields;
}

const bytesOf = (message: Message, field: number): Buffer => {
  const value = message.get(field)?.[0];
  return Buffer.isBuffer(value) ? value : Buffer.alloc(0);
};
const messagesOf = (message: Message, field: number): Message[] =>
  (message.get(field) ?? []).map((value) => read(value as Buffer));
const numberOf = (message: Message, field: number): bigint => (message.get(field)?.[0] as bigint | undefined) ?? 0n;
const hex = (message: Message, field: number): string => bytesOf(message, field).toString('hex');

/** `AnyValue`: a text, a flag, a whole number or a number. */
function anyOf(value: Message): unknown {
  if (value.has(1)) return bytesOf(value, 1).toString();
  if (value.has(2)) return numberOf(value, 2) === 1n;
  if (value.has(3)) return Number(numberOf(value, 3));
  const double = Buffer.alloc(8);
  double.writeBigUInt64LE(numberOf(value, 4));
  return value.has(4) ? double.readDoubleLE() : undefined;
}

const attributesOf = (message: Message, field: number): Record<string, unknown> =>
  Object.fromEntries(
    messagesOf(message, field).map((pair) => [bytesOf(pair, 1).toString(), anyOf(read(bytesOf(pair, 2)))]),
  );

const spanOf = (span: Message, service: string): ReceivedSpan => ({
  service,
  traceId: hex(span, 1),
  spanId: hex(span, 2),
  parentSpanId: hex(span, 4),
  name: bytesOf(span, 5).toString(),
  kind: Number(numberOf(span, 6)),
  start: numberOf(span, 7),
  end: numberOf(span, 8),
  attributes: attributesOf(span, 9),
  links: messagesOf(span, 13).map((link) => ({ traceId: hex(link, 1), spanId: hex(link, 2) })),
  status: Number(numberOf(read(bytesOf(span, 15)), 3)),
});

/** Spans of an `ExportTraceServiceRequest`, by the field numbers of opentelemetry-proto 1. */
export function spansOfProtobuf(body: Buffer): ReceivedSpan[] {
  return messagesOf(read(body), 1).flatMap((resourceSpans) => {
    const service = String(attributesOf(read(bytesOf(resourceSpans, 1)), 1)['service.name']);
    return messagesOf(resourceSpans, 2).flatMap((scopeSpans) =>
      messagesOf(scopeSpans, 2).map((span) => spanOf(span, service)),
    );
  });
}

interface JsonSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
}

/** Names and identities of the spans of the same message in JSON. */
export function spansOfJson(body: Buffer): JsonSpan[] {
  const { resourceSpans } = JSON.parse(body.toString()) as {
    resourceSpans: { scopeSpans: { spans: JsonSpan[] }[] }[];
  };
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
}
