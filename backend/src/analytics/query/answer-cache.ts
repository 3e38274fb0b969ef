import type { Frame } from '@callsight/contract/query/answer';
import { LRUCache } from 'lru-cache';

interface Entry<Answer> {
  readonly version: number;
  readonly answer: Answer;
}

/** Values of a frame, and something for its description. */
const cellsOf = ({ data }: Frame): number => 20 + data.values.reduce((sum, column) => sum + column.length, 0);

/** Answers by plan; one counts only as long as the data that it came from has not changed. Oldest use goes first. */
export class AnswerCache<Answer extends object = readonly Frame[]> {
  readonly #entries: LRUCache<string, Entry<Answer>>;

  /**
   * @param maxCells of all answers together; one answer may have a tenth of them
   * @param sizeOf cells of an answer
   */
  constructor(maxCells: number, sizeOf: (answer: Answer) => number) {
    this.#entries = new LRUCache({
      maxSize: maxCells,
      maxEntrySize: Math.floor(maxCells / 10),
      // The size of an entry must not be 0, which it would be without frames.
      sizeCalculation: ({ answer }) => Math.max(1, sizeOf(answer)),
    });
  }

  get(key: string, version: number): Answer | undefined {
    const entry = this.#entries.get(key);
    return entry?.version === version ? entry.answer : undefined;
  }

  set(key: string, version: number, answer: Answer): void {
    this.#entries.set(key, { version, answer });
  }
}

/** Cells of all frames of an answer. */
export const cellsOfFrames = (frames: readonly Frame[]): number =>
  frames.reduce((sum, frame) => sum + cellsOf(frame), 0);
