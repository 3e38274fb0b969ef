import { readLines } from '../../../src/ingest/events/ndjson.js';

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
  await Promise.resolve();
}

async function read(text: string, size: number): Promise<{ value: unknown; code: string | undefined }[]> {
  const found = [];
  for await (const batch of readLines(pieces(Buffer.from(text), size)))
    for (const { value, refusal } of batch) found.push({ value, code: refusal?.code });
  return found;
}

const LINES = [{ a: 'ä😀' }, [1, 2], 'x'.repeat(300), null, { deep: [[[]]] }];
const TEXT = LINES.map((line) => `${JSON.stringify(line)}\r\n`).join('\n');

it.each([1, 2, 3, 7, 64, 10_000])('reads the same lines in pieces of %i bytes', async (size) => {
  expect(await read(TEXT, size)).toEqual(LINES.map((value) => ({ value, code: undefined })));
  expect(await read(TEXT.trimEnd(), size)).toEqual(LINES.map((value) => ({ value, code: undefined })));
});

it('reads a line of a quarter of a million bytes that come one by one', async () => {
  const long = 'x'.repeat(250_000);
  expect(await read(`"${long}"\n1`, 1)).toEqual([
    { value: long, code: undefined },
    { value: 1, code: undefined },
  ]);
});

it('passes over the rest of a line that is too long, and reads on', async () => {
  for (const size of [1_000, 100_000, 1_000_000]) {
    const read1 = await read(`"${'x'.repeat(1_000_000)}"\n2\n"${'y'.repeat(300_000)}"`, size);
    expect(read1).toEqual([
      { value: undefined, code: 'event_too_large' },
      { value: 2, code: undefined },
      { value: undefined, code: 'event_too_large' },
    ]);
  }
});
