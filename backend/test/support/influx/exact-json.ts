/** A value as InfluxDB answers it: an integer beyond ±2^53 is a bigint, so that it keeps all digits. */
export type ExactValue = string | number | bigint | boolean | null;

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Marks the integers that a JavaScript number cannot hold; no server of ours answers a string that begins so. */
const MARK = '\u0001integer:';

const marked = (literal: string): string =>
  /^-?\d+$/.test(literal) && !Number.isSafeInteger(Number(literal)) ? JSON.stringify(MARK + literal) : literal;

/** JSON whose integers lose no digit, which `JSON.parse` would round. */
export function parseExactJson(text: string): unknown {
  return JSON.parse(text.replace(STRING_OR_NUMBER, marked), (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(MARK) ? BigInt(value.slice(MARK.length)) : value,
  );
}
