/** Probability of at most `count` events where `mean` are expected. */
function poissonBelow(count: number, mean: number): number {
  let [term, sum] = [Math.exp(-mean), 0];
  for (let index = 0; index <= count; index += 1) {
    sum += term;
    term *= mean / (index + 1);
  }
  return sum;
}

/** The mean at which a decreasing probability is so large. */
function meanAt(probability: number, of: (mean: number) => number): number {
  let [low, high] = [0, 1_000];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (of(middle) > probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const TAIL = 0.025;

/** Exact interval of 95 % for the mean of a Poisson count below some hundreds (Garwood, 1936). */
export function poissonInterval(count: number): { readonly low: number; readonly high: number } {
  const low = count === 0 ? 0 : meanAt(1 - TAIL, (mean) => poissonBelow(count - 1, mean));
  return { low, high: meanAt(TAIL, (mean) => poissonBelow(count, mean)) };
}
