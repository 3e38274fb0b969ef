import { Accumulator, nextLevel, type Level } from './accumulate.js';
import type { Bar } from './sensitivity.js';
import type { Judged } from './step-series.js';

/** Levels and scores at the end of each step. */
export interface Levels {
  readonly levels: readonly Level[];
  /** Evidence as a share of what is critical. */
  readonly scores: Float64Array;
}

/** Adds up the evidence of each step. */
export function levelsOf({ nats, isNormal }: Judged, bar: Bar): Levels {
  const accumulator = new Accumulator(bar);
  const levels: Level[] = [];
  const scores = new Float64Array(nats.length);
  for (const [index, one] of nats.entries()) {
    levels.push(accumulator.add(one, isNormal[index] === 1));
    scores[index] = accumulator.score;
  }
  return { levels, scores };
}

/** Levels of scores that are not added up, such as those of a silence. */
export function levelsOfScores(scores: Float64Array): Levels {
  const levels: Level[] = [];
  for (const score of scores) levels.push(nextLevel(levels.at(-1) ?? 'ok', score));
  return { levels, scores };
}

const RANK: Readonly<Record<Level, number>> = { ok: 0, warning: 1, critical: 2 };

/** The worse of two at each step. */
export function worse(a: Levels, b: Levels): Levels {
  const levels = a.levels.map((level, index) => {
    const other = b.levels[index] ?? 'ok';
    return RANK[other] > RANK[level] ? other : level;
  });
  return { levels, scores: a.scores.map((score, index) => Math.max(score, b.scores[index] ?? 0)) };
}

/** What is critical is a warning, and nothing else is. */
export const capped = ({ levels, scores }: Levels): Levels => ({
  levels: levels.map((level) => (level === 'critical' ? 'warning' : 'ok')),
  scores,
});
