import type { ReferenceTouch } from './touch.js';

/** Parts of a whole: of a credit 10^15, of money the billionths of its amount. */
export const WHOLE_CREDIT = 1_000_000_000_000_000n;

const DAY = 86_400_000_000;

/** Shares as whole numbers: what counts is how large they are beside each other. */
type Weights = readonly bigint[];

const only = (touches: readonly ReferenceTouch[], chosen: number): Weights =>
  touches.map((_, place) => (place === chosen ? 1n : 0n));

const isDirect = ({ source }: ReferenceTouch): boolean =>
  source === null || source === 'direct' || source === '(direct)';

/** 40 % to either end, 20 % between: in parts of one of those between. */
function byPosition(touches: readonly ReferenceTouch[]): Weights {
  const between = touches.length - 2;
  if (between <= 0) return touches.map(() => 1n);
  return touches.map((_, place) => (place === 0 || place === touches.length - 1 ? BigInt(2 * between) : 1n));
}

/** To fifty binary digits, finer than any credit. */
const byDecay = (touches: readonly ReferenceTouch[], conversion: number): Weights =>
  touches.map(({ at }) => BigInt(Math.round(2 ** (50 - (conversion - at) / DAY / 7))));

function lastNotDirect(touches: readonly ReferenceTouch[]): Weights {
  const last = touches.findLastIndex((touch) => !isDirect(touch));
  return only(touches, last < 0 ? touches.length - 1 : last);
}

const MODELS: Readonly<Record<string, (touches: readonly ReferenceTouch[], conversion: number) => Weights>> = {
  first: (touches) => only(touches, 0),
  last: (touches) => only(touches, touches.length - 1),
  last_non_direct: lastNotDirect,
  linear: (touches) => touches.map(() => 1n),
  position: byPosition,
  time_decay: byDecay,
};

/** How much of a credit each touch deserves. @param conversion its time */
export function weightsOf(model: string, touches: readonly ReferenceTouch[], conversion: number): Weights {
  const weigh = MODELS[model];
  if (weigh === undefined) throw new Error(`the reference does not know the model ${model}`);
  return weigh(touches, conversion);
}

/** The nearest whole number to a fraction; half of one goes up. */
const nearest = (numerator: bigint, denominator: bigint): bigint => (2n * numerator + denominator) / (2n * denominator);

/** Shares something out in whole parts, so that the first so many together are always as near as can be to their due. */
export function shareOut(whole: bigint, weights: Weights): bigint[] {
  const sum = weights.reduce((all, weight) => all + weight, 0n);
  const size = whole < 0n ? -whole : whole;
  let due = 0n;
  let given = 0n;
  return weights.map((weight) => {
    due += weight;
    const part = nearest(size * due, sum) - given;
    given += part;
    return whole < 0n ? -part : part;
  });
}
