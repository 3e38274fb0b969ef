import type { Frame } from '@callsight/contract/query/answer';
import { columnsOf } from './columns-of.js';
import type { Share } from './figures.js';
import { textsOf } from './texts-of.js';

/** How many calls came to each outcome. */
export function readOutcomes(frame: Frame): Share[] {
  const [calls, shortAbandoned] = columnsOf(frame);
  return textsOf(frame, 'outcome').map((name, row) => ({
    name: name ?? 'unknown',
    calls: calls?.values[row] ?? 0,
    shortAbandoned: shortAbandoned?.values[row] ?? 0,
  }));
}
