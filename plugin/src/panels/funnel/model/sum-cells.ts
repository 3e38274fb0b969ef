import type { EarlierCell, FunnelCell } from './funnel-model';

/** 97.5 % quantile of the normal distribution. */
const Z = 1.959963984540054;

/**
 * Wilson's 95 % interval of a proportion.
 * Only for what the frame has no interval of: counts that were summed here.
 */
function wilson(count: number, total: number): readonly [number, number] | undefined {
  if (total <= 0) return undefined;
  const rate = count / total;
  const square = Z ** 2 / total;
  const centre = (rate + square / 2) / (1 + square);
  const half = (Z / (1 + square)) * Math.sqrt((rate * (1 - rate)) / total + square / (4 * total));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

const sum = (values: readonly (number | null)[]): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);

const ratio = (part: number, of: number): number | null => (of === 0 ? null : part / of);

type EarlierCount = 'reached' | 'dropped' | 'pending';

function sumEarlier(columns: readonly (readonly FunnelCell[])[], step: number): EarlierCell | undefined {
  const of = (index: number, name: EarlierCount): number | undefined => {
    const earlier = columns[index]?.flatMap((cell) => (cell.earlier === undefined ? [] : [cell.earlier[name]]));
    return earlier === undefined || earlier.length === 0 ? undefined : sum(earlier);
  };
  const reached = of(step, 'reached');
  if (reached === undefined) return undefined;
  return {
    reached,
    dropped: of(step, 'dropped') ?? null,
    pending: of(step, 'pending') ?? null,
    rateTotal: ratio(reached, of(0, 'reached') ?? 0),
    rateStep: step === 0 ? null : ratio(reached, of(step - 1, 'reached') ?? 0),
    medianS: null,
  };
}

/**
 * Sums the buckets of a trend: a unit lies in one bucket only. Rates are of the sums; a median of medians would be no
 * median, so times are left out.
 * @param columns for each step the cells of all buckets
 */
export function sumCells(columns: readonly (readonly FunnelCell[])[]): FunnelCell[] {
  const reached = columns.map((cells) => sum(cells.map((cell) => cell.reached)));
  const first = reached[0] ?? 0;
  return columns.map((cells, step): FunnelCell => {
    const own = reached[step] ?? 0;
    const before = step === 0 ? 0 : (reached[step - 1] ?? 0);
    const [totalLow = null, totalHigh = null] = wilson(own, first) ?? [];
    const [stepLow = null, stepHigh = null] = wilson(own, before) ?? [];
    return {
      reached: own,
      dropped: sum(cells.map((cell) => cell.dropped)),
      pending: sum(cells.map((cell) => cell.pending)),
      rateTotal: ratio(own, first),
      totalLow,
      totalHigh,
      rateStep: ratio(own, before),
      stepLow,
      stepHigh,
      medianS: null,
      p90S: null,
      earlier: sumEarlier(columns, step),
      bins: [],
    };
  });
}
