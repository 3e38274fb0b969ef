import type { Frame } from '@callsight/contract/query/answer';

interface Entry {
  readonly version: number;
  readonly frame: Frame;
  readonly cells: number;
}

/** Answers by plan; one counts only as long as the data that it came from has not changed. Oldest use goes first. */
export class AnswerCache {
  readonly #entries = new Map<string, Entry>();
  readonly #mostCells: number;
  #cells = 0;

  constructor(mostCells: number) {
    this.#mostCells = mostCells;
  }

  get(key: string, version: number): Frame | undefined {
    const entry = this.#entries.get(key);
    if (entry?.version !== version) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.frame;
  }

  set(key: string, version: number, frame: Frame): void {
    this.#drop(key);
    const cells = 20 + frame.data.values.reduce((sum, column) => sum + column.length, 0);
    if (cells > this.#mostCells / 10) return;
    this.#entries.set(key, { version, frame, cells });
    this.#cells += cells;
    if (this.#cells <= this.#mostCells) return;
    for (const oldest of this.#entries.keys()) {
      if (this.#cells <= this.#mostCells * 0.9) return;
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
