import { InfluxError } from '../influx/influx-error.js';
import type { Letter } from './letter.js';

/** What becomes of points that InfluxDB does not take. */
interface Refusals {
  /** This point alone is at fault. */
  refused(letter: Letter, reason: string): Promise<void>;
  /** They are older than what the bucket keeps: there is nothing to be done, and nothing wrong. */
  expired(letters: readonly Letter[]): void;
}

/** Both series of InfluxDB say it in these words, after having written whatever is not too old. */
const TOO_OLD = /beyond retention policy|outside (of )?retention/i;

/**
 * Writes points, all that can be written. A request that is refused is halved until the point at fault stands alone, so
 * that it never holds up the others. What had been written of a refused request is written again, which changes nothing.
 * @throws InfluxError when the record is away or denies: then all of it has to be sent again
 */
export async function sendLetters(
  write: (lines: readonly string[]) => Promise<void>,
  letters: readonly Letter[],
  refusals: Refusals,
): Promise<void> {
  if (letters.length === 0) return;
  try {
    await write(letters.map(({ line }) => line));
  } catch (error) {
    if (!(error instanceof InfluxError) || error.fault !== 'refused') throw error;
    if (TOO_OLD.test(error.message)) {
      refusals.expired(letters);
      return;
    }
    const [only] = letters;
    if (letters.length === 1 && only !== undefined) {
      await refusals.refused(only, error.message);
      return;
    }
    const middle = Math.ceil(letters.length / 2);
    await sendLetters(write, letters.slice(0, middle), refusals);
    await sendLetters(write, letters.slice(middle), refusals);
  }
}
