import { crc32 } from 'node:zlib';

/** Stands between a value and its checksum; no value holds it, because JSON escapes it. */
const MARK = '\u0001';
const SUFFIX = 9;

/** A value of the ledger has another checksum than it was written with. */
export class ValueDamaged extends Error {
  override readonly name = 'ValueDamaged';
}

const suffixOf = (value: string): string => MARK + crc32(value).toString(16).padStart(8, '0');

/**
 * Values with a checksum behind them, because LevelDB does not look at its own when it reads. Empty values have none, nor
 * have those that were written before there were checksums.
 * @param onDamage told of the first and every further value that is damaged
 */
export const checkedValues = (onDamage: (error: ValueDamaged) => void) => ({
  name: 'checked',
  format: 'utf8' as const,
  encode: (value: string): string => (value === '' ? value : value + suffixOf(value)),
  decode: (stored: string): string => {
    if (stored.charAt(stored.length - SUFFIX) !== MARK) return stored;
    const value = stored.slice(0, -SUFFIX);
    if (stored.endsWith(suffixOf(value))) return value;
    const error = new ValueDamaged('a value of the ledger has another checksum than it was written with');
    onDamage(error);
    throw error;
  },
});
