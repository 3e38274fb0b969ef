const QUOTE = 0x22;
const NEWLINE = 0x0a;

/** Position behind the end of each record in a piece of CSV; a line break within quotes ends none. */
function* endsOf(bytes: Uint8Array, state: { inQuotes: boolean }): Generator<number> {
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (byte === QUOTE) state.inQuotes = !state.inQuotes;
    else if (byte === NEWLINE && !state.inQuotes) yield index + 1;
  }
}

/**
 * Makes one table of the answer to several statements of the same columns: InfluxDB writes a blank line and the header
 * before each of them, and these are left out from the second on.
 */
export async function* oneTable(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const state = { inQuotes: false };
  let header: Buffer | undefined;
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    const kept: Buffer[] = [];
    let from = 0;
    for (const to of endsOf(piece, state)) {
      const record = Buffer.concat([rest, piece.subarray(from, to)]);
      rest = Buffer.alloc(0);
      from = to;
      if (record.length === 1 || header?.equals(record)) continue;
      header ??= record;
      kept.push(record);
    }
    rest = Buffer.concat([rest, piece.subarray(from)]);
    if (kept.length > 0) yield Buffer.concat(kept);
  }
  if (rest.length > 0) yield rest;
}
