import fc from 'fast-check';
import { arrayPieces, NotAnArray } from '../../../src/ingest/events/json-array.js';

/** What the pieces of a text hold, or why they do not; an element that is too long counts as a number of characters. */
function read(text: string, maxPiece: number, maxElement = Infinity): unknown[] | 'invalid' {
  try {
    const values: unknown[] = [];
    for (const piece of arrayPieces(text, maxPiece, maxElement)) {
      if (piece === undefined) continue;
      expect(text.slice(piece.from, piece.from + piece.text.length)).toBe(piece.text);
      if (piece.isTooLong) values.push(piece.text.length);
      else values.push(...(JSON.parse(`[${piece.text}]`) as unknown[]));
    }
    return values;
  } catch (error) {
    if (error instanceof NotAnArray || error instanceof SyntaxError) return 'invalid';
    throw error;
  }
}

function parse(text: string): unknown[] | 'invalid' {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : 'invalid';
  } catch {
    return 'invalid';
  }
}

const array = fc.array(fc.jsonValue(), { maxLength: 12 });
const spaced = fc
  .tuple(array, fc.constantFrom(0, 1, '\t', '\n '))
  .map(([value, by]) => JSON.stringify(value, null, by));

it('reads every array as JSON.parse does, wherever it is cut', () => {
  fc.assert(
    fc.property(spaced, fc.integer({ min: 0, max: 40 }), (text, maxPiece) => {
      expect(read(text, maxPiece)).toEqual(parse(text));
    }),
    { numRuns: 2_000 },
  );
});

it('takes no text that JSON.parse does not take, and refuses none that it takes', () => {
  const character = fc.constantFrom(...Array.from('[]{},:"\\ 1a\n\t-.e'), 'null', 'true', '""', '\u00a0', '\\"');
  const noise = fc.array(character, { maxLength: 14 }).map((parts) => `[${parts.join('')}`);
  const damaged = fc.tuple(spaced, fc.nat(), fc.nat(3), character).map(([text, at, length, by]) => {
    const from = at % (text.length + 1);
    return text.slice(0, from) + by + text.slice(from + length);
  });
  fc.assert(
    fc.property(fc.oneof(noise, damaged), fc.integer({ min: 0, max: 10 }), (text, maxPiece) => {
      expect(read(text, maxPiece)).toEqual(parse(text));
    }),
    { numRuns: 20_000 },
  );
});

it('leaves elements alone that are too long, and reads those around them', () => {
  const long = JSON.stringify({ a: 'x'.repeat(100), b: [[['"]']]] });
  expect(read(`[1, ${long} ,2,${long}]`, 0, 50)).toEqual([1, long.length + 2, 2, long.length]);
  expect(read(`[1, ${long} ,2,${long}]`, 1_000, 50)).toEqual([1, long.length + 2, 2, long.length]);
  expect(read(`[${long},]`, 0, 50)).toBe('invalid');
});

it('looks through deep and long texts in pauses', () => {
  const deep = `[${'['.repeat(1_000_000)}`;
  let pauses = 0;
  expect(() => {
    for (const piece of arrayPieces(deep, 65_536, 262_144)) if (piece === undefined) pauses += 1;
  }).toThrow(NotAnArray);
  expect(pauses).toBe(7);
});
