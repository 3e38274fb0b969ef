import { wilsonInterval } from '../../../analytics/statistics/wilson.js';
import type { AskedBody, Finding } from '../document.js';
import type { FrameTable } from '../frame-table.js';
import type { Context } from '../section-maker.js';

/** Steps of a call; those after it take days, and most of a week's are still open when a week is reported. */
export const CALL_FUNNEL = {
  steps: ['call.started', 'call.answered', 'intent.booking', 'slot.offered', 'slot.selected', 'booking.confirmed'],
  window: '24h',
} as const;

/** Fewer that came to the step before, and where most are lost is chance. */
const MIN_BEFORE = 30;

/** A step of a funnel: how many came to it, and how many of them came no further for good. */
export interface Step {
  readonly step: string;
  readonly reached: number;
  readonly dropped: number;
}

/** Who does not want to book is no loss of a funnel. */
const NO_LOSS: ReadonlySet<string> = new Set(['intent.booking']);

/**
 * Where the largest share of those who came to a step is lost for good, if it is larger than anywhere else beyond chance:
 * the Wilson intervals (95 %) of the largest and the second do not overlap. Losses that can still be made good do not count.
 * @returns index of the step that the lost ones did not reach; undefined where none stands out
 */
export function worstLoss(steps: readonly Step[]): number | undefined {
  const losses = steps.slice(1).flatMap(({ step }, index) => {
    const { reached, dropped } = steps[index] ?? { reached: 0, dropped: 0 };
    const interval =
      reached < MIN_BEFORE || NO_LOSS.has(step) ? null : wilsonInterval({ count: dropped, total: reached });
    return interval === null || dropped === 0 ? [] : [{ index: index + 1, interval }];
  });
  const [worst, second] = losses.sort((a, b) => b.interval.low - a.interval.low);
  if (worst === undefined || (second !== undefined && worst.interval.low <= second.interval.high)) return undefined;
  return worst.index;
}

export const stepsOf = (funnel: FrameTable, rows: readonly number[]): Step[] => {
  const [reached, dropped] = [funnel.numbers('reached'), funnel.numbers('dropped')];
  return rows.map((row) => ({
    step: funnel.text('step', row),
    reached: reached[row] ?? 0,
    dropped: dropped[row] ?? 0,
  }));
};

/** The step before which most are lost. */
export function lostStep(funnel: FrameTable, query: AskedBody, context: Context): Finding[] {
  const { format, lexicon, words } = context;
  const steps = stepsOf(funnel, [...funnel.column('step').keys()]);
  const worst = worstLoss(steps);
  const [before, step] = [steps[(worst ?? 0) - 1], steps[worst ?? -1]];
  if (before === undefined || step === undefined) return [];
  const sentence = words.findings.worstStep({
    step: lexicon.step(step.step, undefined),
    before: lexicon.step(before.step, undefined),
    share: format.value(before.dropped / before.reached, 'percentunit'),
    count: format.value(before.dropped, 'short'),
    of: format.value(before.reached, 'short'),
  });
  return [{ tone: 'bad', ...sentence, query }];
}
