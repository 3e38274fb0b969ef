import type { AskedBody, Finding } from '../document.js';
import type { FrameTable } from '../frame-table.js';
import type { Context } from '../section-maker.js';

/** Of fewer observations nothing is said about a person's agent in a report. */
const MIN_OBSERVATIONS = 50;

interface Row {
  readonly metric: string;
  readonly agent: string;
  readonly baseline: string;
  readonly value: number;
  readonly baselineValue: number;
  readonly n: number;
  readonly isGood: boolean;
  /** The difference as a share of its interval: how clearly it is no chance. */
  readonly clarity: number;
}

function rowsOf(segments: FrameTable, { lexicon }: Context): Row[] {
  const read = (name: string, row: number): number => Number(segments.column(name)[row] ?? 0);
  return segments.column('metric').flatMap((metric, row): Row[] => {
    const { good } = lexicon.metric(String(metric));
    const difference = read('difference', row);
    const n = read('n', row);
    const isWorth = segments.column('significant')[row] === true && good !== 'none' && n >= MIN_OBSERVATIONS;
    if (!isWorth || segments.column('segment')[row] === null) return [];
    const width = Math.abs(read('difference_high', row) - read('difference_low', row));
    return [
      {
        metric: String(metric),
        agent: String(segments.column('segment')[row]),
        baseline: String(segments.column('baseline')[row]),
        value: read('value', row),
        baselineValue: read('baseline_value', row),
        n,
        isGood: difference > 0 === (good === 'up'),
        clarity: width === 0 ? 0 : Math.abs(difference) / width,
      },
    ];
  });
}

/** The agent that is worst, and the one that is best, where the difference to the most frequent one is no chance. */
export function agents(segments: FrameTable, query: AskedBody, context: Context): Finding[] {
  const { format, lexicon, words } = context;
  const rows = rowsOf(segments, context).toSorted((a, b) => b.clarity - a.clarity);
  const chosen = [rows.find(({ isGood }) => !isGood), rows.find(({ isGood }) => isGood)];
  return chosen.flatMap((row) => {
    if (row === undefined) return [];
    const { unit } = lexicon.metric(row.metric);
    const sentence = words.findings.group({
      metric: lexicon.metricTitle(row.metric),
      group: lexicon.value('agent', row.agent),
      value: format.value(row.value, unit),
      baseline: lexicon.value('agent', row.baseline),
      baselineValue: format.value(row.baselineValue, unit),
      n: format.value(row.n, 'short'),
      isGood: row.isGood,
    });
    return [{ tone: row.isGood ? ('good' as const) : ('bad' as const), ...sentence, query }];
  });
}
