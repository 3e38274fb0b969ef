import { verdict, type Judged } from '../../../src/analytics/statistics/verdict.js';

const rate: Judged = {
  title: 'Conversion rate',
  unit: 'percentunit',
  good: 'up',
  segment: { name: 'Anna', value: 0.123 },
  baseline: { name: 'Ben', value: 0.101 },
  difference: 0.022,
  interval: { low: 0.003, high: 0.041 },
  p: 0.0213,
  isSignificant: true,
  comparisons: 1,
};
const less = {
  segment: rate.baseline,
  baseline: rate.segment,
  difference: -0.022,
  interval: { low: -0.041, high: -0.003 },
};
const unsure = { interval: { low: -0.009, high: 0.053 }, p: 0.343, isSignificant: false };

describe('verdict', () => {
  it.each<[string, Partial<Judged>, string]>([
    [
      'more that is better',
      {},
      'Conversion rate: Anna 12.3 %, Ben 10.1 %. That is 2.2 points more (0.3 to 4.1), which is better. Such a difference would hardly be chance (p = 0.021).',
    ],
    [
      'more that is worse',
      { good: 'down' },
      'Conversion rate: Anna 12.3 %, Ben 10.1 %. That is 2.2 points more (0.3 to 4.1), which is worse. Such a difference would hardly be chance (p = 0.021).',
    ],
    [
      'less that is worse',
      less,
      'Conversion rate: Ben 10.1 %, Anna 12.3 %. That is 2.2 points less (0.3 to 4.1), which is worse. Such a difference would hardly be chance (p = 0.021).',
    ],
    [
      'less that is better',
      { ...less, good: 'down' },
      'Conversion rate: Ben 10.1 %, Anna 12.3 %. That is 2.2 points less (0.3 to 4.1), which is better. Such a difference would hardly be chance (p = 0.021).',
    ],
    [
      'neither better nor worse',
      { good: 'none', p: 0.00002 },
      'Conversion rate: Anna 12.3 %, Ben 10.1 %. That is 2.2 points more (0.3 to 4.1). Such a difference would hardly be chance (p < 0.001).',
    ],
    [
      'what could be chance',
      unsure,
      'Conversion rate: Anna 12.3 %, Ben 10.1 %. That is 2.2 points more (0.9 less to 5.3 more). Such a difference could well be chance (p = 0.34).',
    ],
    [
      'one of several comparisons, just above the limit',
      { ...unsure, p: 0.0504, comparisons: 4 },
      'Conversion rate: Anna 12.3 %, Ben 10.1 %. That is 2.2 points more (0.9 less to 5.3 more). Such a difference could well be chance (p = 0.0504, corrected for 4 comparisons).',
    ],
    [
      'a small difference of rates, with as many digits as it needs',
      {
        segment: { name: 'Anna', value: 0.1004 },
        baseline: { name: 'Ben', value: 0.1 },
        difference: 0.0004,
        ...unsure,
      },
      'Conversion rate: Anna 10.040 %, Ben 10.000 %. That is 0.040 points more (0.900 less to 5.300 more). Such a difference could well be chance (p = 0.34).',
    ],
    [
      'no difference at all',
      {
        segment: { name: 'Anna', value: 1 },
        baseline: { name: 'Ben', value: 1 },
        difference: 0,
        interval: { low: -0.3, high: 0.5 },
        p: 1,
        isSignificant: false,
      },
      'Conversion rate: Anna 100.0 %, Ben 100.0 %. There is no difference (30.0 less to 50.0 more).',
    ],
    [
      'seconds',
      {
        title: 'Duration',
        unit: 's',
        good: 'none',
        segment: { name: 'After', value: 75 },
        baseline: { name: 'Before', value: 61.25 },
        difference: 13.75,
        interval: { low: 2.4, high: 25.1 },
      },
      'Duration: After 75 s, Before 61 s. That is 14 s more (2 to 25). Such a difference would hardly be chance (p = 0.021).',
    ],
    [
      'money, where nothing varies',
      {
        title: 'Cost per call',
        unit: 'currencyEUR',
        good: 'down',
        segment: { name: 'Anna', value: 0.1 },
        baseline: { name: 'Ben', value: 0.25 },
        difference: -0.15,
        interval: { low: -0.15, high: -0.15 },
        p: 0,
      },
      'Cost per call: Anna 0.10 EUR, Ben 0.25 EUR. That is 0.15 EUR less, which is better. Such a difference would hardly be chance (p < 0.001).',
    ],
    [
      'a number without a unit, below 0',
      {
        title: 'Sentiment',
        unit: 'none',
        segment: { name: 'Anna', value: -0.5 },
        baseline: { name: 'Ben', value: 0.004 },
        difference: -0.504,
        interval: { low: -0.9, high: 0 },
        p: 0.0499,
      },
      'Sentiment: Anna -0.50, Ben 0.00. That is 0.50 less (0.00 to 0.90), which is worse. Such a difference would hardly be chance (p = 0.0499).',
    ],
  ])('%s', (_what, changed, words) => expect(verdict({ ...rate, ...changed })).toBe(words));
});
