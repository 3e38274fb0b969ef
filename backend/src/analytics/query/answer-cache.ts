import type { Frame } from '@callsight/contract/query/answer';
import { LRUCache } from 'lru-cache';

interface Entry {
  readonly version: number;
  readonly frames: readonly Frame[];
}

/** Values of a frame, and something for its description. */
export const cellsOf = ({ data }: Frame): number => 20 + data.values.reduce((sum, column) => sum + column.length, 0);

/** Answers by plan; one counts only as long as the data that it came from has not changed. Oldest use goes first. */
export class AnswerCache {
  readonly #entries: LRUCache<string, Entry>;

  /** @param maxCells of all answers together; one answer may have a tenth of them */
  constructor(maxCells: number) {
    this.#entries = new LRUCache({
      maxSize: maxCells,
      maxEntrySize: Math.floor(maxCells / 10),
      // The size of an entry must not be 0, which it would be without frames.
      sizeCalculation: ({ frames }) =>
        Math.max(
          1,
          frames.reduce((sum, frame) => sum + cellsOf(frame), 0),
        ),
    });
  }

  get(key: string, version: number): readonly Frame[] | undefined {
    const entry = this.#entries.get(key);
    return entry?.version === version ? entry.frames : undefined;
  }

  set(key: string, version: number, frames: readonly Frame[]): void {
    this.#entries.set(key, { version, frames });
  }
}
