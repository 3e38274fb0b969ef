const STEPS = [1, 2, 2.5, 5, 10];

/** Round values from 0 to at least the largest, for gridlines; four at the most above 0. */
export function niceTicks(largest: number, isWhole: boolean): number[] {
  const top = largest > 0 ? largest : 1;
  const rough = top / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const whole = isWhole ? Math.max(1, Math.ceil(step)) : step;
  return Array.from({ length: Math.ceil(top / whole - 1e-9) + 1 }, (_, index) => index * whole);
}
