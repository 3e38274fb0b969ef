import { QueryError } from '../catalogue/language/query-error.js';
import type { Pace } from '../../lib/scheduling/pace.js';

/**
 * What one request may make this service hold, whatever it asks. Every count is checked before the work is done, and all
 * queries of a request share one budget.
 */
export class AnswerBudget {
  readonly #maxCells: number;
  #cells = 0;
  #values = 0;

  /** @param maxCells values that the answers of a request may have together */
  constructor(maxCells: number) {
    this.#maxCells = maxCells;
  }

  /**
   * Reserves room for cells that are about to be built: rows × columns, after filling.
   * @throws QueryError
   */
  takeCells(count: number): void {
    this.#cells += count;
    if (this.#cells > this.#maxCells) {
      throw new QueryError(
        'answer_too_large',
        `the answer would have ${Math.ceil(this.#cells)} values, ${this.#maxCells} are the most for all queries of a request; ` +
          'group by less, set a limit, ask for fewer metrics or a wider interval',
        '/groupBy',
      );
    }
  }

  /**
   * Counts values that the database has given. An answer is made from more values than it has, but not from endlessly more.
   * @returns why there may be no more, if so
   */
  takeValues(count: number): QueryError | undefined {
    this.#values += count;
    const max = this.#maxCells * VALUES_PER_CELL;
    return this.#values <= max
      ? undefined
      : new QueryError(
          'answer_too_large',
          `the answer is made from more than ${max} values; group by less, or ask for a wider interval`,
          '/groupBy',
        );
  }
}

const VALUES_PER_CELL = 2;

/** The limits under which one answer is made. */
export interface AnswerWork {
  readonly budget: AnswerBudget;
  readonly pace: Pace;
}
