import type { Frame } from '@callsight/contract/query/answer';

interface Entry {
  readonly version: number;
  readonly frames: readonly Frame[];
  readonly cells: number;
}

/** Values of a frame, and something for its description. */
export const cellsOf = ({ data }: Frame): number => 20 + data.values.reduce((sum, column) => sum + column.length, 0);

/** Answers by plan; one counts only as long as the data that it came from has not changed. Oldest use goes first. */
export class AnswerCache {
  readonly #entries = new Map<string, Entry>();
  readonly #maxCells: number;
  #cells = 0;

  constructor(maxCells: number) {
    this.#maxCells = maxCells;
  }

  get(key: string, version: number): readonly Frame[] | undefined {
    const entry = this.#entries.get(key);
    if (entry?.version !== version) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.frames;
  }

  set(key: string, version: number, frames: readonly Frame[]): void {
    this.#drop(key);
    const cells = frames.reduce((sum, frame) => sum + cellsOf(frame), 0);
    if (cells > this.#maxCells / 10) return;
    this.#entries.set(key, { version, frames, cells });
    this.#cells += cells;
    if (this.#cells <= this.#maxCells) return;
    for (const oldest of this.#entries.keys()) {
      if (this.#cells <= this.#maxCells * 0.9) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#cells -= entry.cells;
    this.#entries.delete(key);
  }
}
