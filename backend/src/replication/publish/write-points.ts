import { InfluxError } from '../../storage/influx/influx-error.js';
import type { Point } from './point.js';

/** What becomes of points that InfluxDB does not take. */
interface Refusals {
  /** This point alone is at fault. */
  refused(point: Point, reason: string): Promise<void>;
  /** So many are older than what the bucket keeps: there is nothing to be done, and nothing wrong. */
  expired(count: number): void;
}

/**
 * All servers say it in these words, after having written whatever is not too old; a row that is refused for itself is
 * reported first. Where the administrator has set a limit to the future as well, only the bound tells one from the other.
 */
const TOO_OLD = /beyond retention policy|outside (of )?retention/i;
const TOO_NEW = /upper bound/i;

/** How many points an answer says to have dropped. */
const droppedOf = (message: string): number =>
  Number(/dropped (\d+) points|dropped=(\d+)/.exec(message)?.slice(1).find(Boolean) ?? 1);

/**
 * Writes points, all that can be written. A request that is refused is halved until the point at fault stands alone, so
 * that it never holds up the others. What had been written of a refused request is written again, which changes nothing.
 * @throws InfluxError when the record is away or denies: then all of it has to be sent again
 */
export async function writePoints(
  write: (lines: readonly string[]) => Promise<void>,
  points: readonly Point[],
  refusals: Refusals,
): Promise<void> {
  if (points.length === 0) return;
  try {
    await write(points.map(({ line }) => line));
  } catch (error) {
    if (!(error instanceof InfluxError) || error.fault !== 'refused') throw error;
    if (TOO_OLD.test(error.message) && !TOO_NEW.test(error.message)) {
      refusals.expired(droppedOf(error.message));
      return;
    }
    const [only] = points;
    if (points.length === 1 && only !== undefined) {
      await refusals.refused(only, error.message);
      return;
    }
    const middle = Math.ceil(points.length / 2);
    await writePoints(write, points.slice(0, middle), refusals);
    await writePoints(write, points.slice(middle), refusals);
  }
}
