import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import fc from 'fast-check';
import { checkLedger } from '../../../src/storage/integrity/check-ledger.js';
import { crc32c } from '../../../src/storage/integrity/crc32c.js';

/** Batches of all sizes: within a block of the log, over its edge, and over several blocks. */
const SIZES = [10, 300, 7_000, 32_000, 90_000, 5, 32_749, 32_768, 1];

let folder: string;
let log: string;
let whole: Buffer;
/** Where each batch ends in the log. */
const ends: number[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'callsight-check-'));
  const store = new ClassicLevel(folder);
  await store.open();
  log = join(
    folder,
    readdirSync(folder).find((name) => name.endsWith('.log'))!,
  );
  for (const [index, size] of SIZES.entries()) {
    await store.batch().put(`key-${index}`, 'x'.repeat(size)).put(`other-${index}`, '').write({ sync: true });
    ends.push(readFileSync(log).length);
  }
  await store.close();
  whole = readFileSync(log);
});
afterEach(() => writeFileSync(log, whole));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the checksum is CRC-32C', () => {
  // Check value of the parameters that RFC 3720 fixes.
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  // RFC 3720, B.4: 32 bytes of zeros, of ones, and counted up.
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
  expect(crc32c(Buffer.from(Array.from({ length: 32 }, (_, index) => index)))).toBe(0x46dd794e);
});

test('a log that ends anywhere is no damage: a crash may cut it so', async () => {
  expect(await checkLedger(folder)).toEqual([]);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.length }), async (length) => {
      writeFileSync(log, whole.subarray(0, length));
      expect(await checkLedger(folder)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('whatever stands behind the last batch is no damage', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 40_000 }), async (rest) => {
      writeFileSync(log, Buffer.concat([whole, rest]));
      expect(await checkLedger(folder)).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

test('any byte that changed in front of the last batch is damage', async () => {
  const lastBegins = ends.at(-2)!;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: lastBegins - 1 }),
      fc.integer({ min: 1, max: 255 }),
      async (at, mask) => {
        const changed = Buffer.from(whole);
        changed[at]! ^= mask;
        writeFileSync(log, changed);
        expect(await checkLedger(folder)).toHaveLength(1);
      },
    ),
    { numRuns: 300 },
  );
});

test('a batch that is cut out is damage', async () => {
  for (let index = 1; index < ends.length - 1; index += 1) {
    const others = Buffer.concat([whole.subarray(0, ends[index - 1]), whole.subarray(ends[index])]);
    writeFileSync(log, others);
    expect(await checkLedger(folder)).not.toEqual([]);
  }
});
