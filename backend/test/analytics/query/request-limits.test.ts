import { checkFilters, patternCost } from '../../../src/analytics/query/request-limits.js';

const filter = (op: string, values: readonly unknown[]) => ({ dimension: 'agent', op, values });
const values = (count: number) => Array.from({ length: count }, (_, index) => String(index));

describe('the filters of a request', () => {
  it('may have many values, wherever they stand, but not endlessly many', () => {
    const ten = Array.from({ length: 10 }, () => filter('in', values(10_000)));
    expect(() => checkFilters([{ filters: ten }])).not.toThrow();
    const more = { funnel: { filters: [filter('not in', ['x'])] } };
    expect(() => checkFilters([{ filters: ten }, more])).toThrow('100000 values together');
    const segments = { segments: { segments: ten.map((one) => ({ filters: [one, one] })) } };
    expect(() => checkFilters([segments])).toThrow('100000 values together');
  });

  it('may match usual patterns, and not ones that cost seconds to be read', () => {
    const usual = ['.*', '^sales-', '(?i)support|billing', '[a-z]+-\\d{1,3}', '\\pL+ \\pL+', '^(a|b|c)$'];
    expect(() => checkFilters([{ filters: [filter('=~', [...usual, ...usual, ...usual])] }])).not.toThrow();
    for (const pattern of ['(\\pL{1,20}){1,20}', '((a{1,30}){1,30}){1,30}', '[^a]{1,1000}', '.{999}{99}'])
      expect(() => checkFilters([{ filters: [filter('!~', [pattern])] }])).toThrow('regular expressions');
    expect(() => checkFilters([{ filters: [filter('=~', values(20_000))] }])).toThrow('regular expressions');
    // The same text is only text to other operators.
    expect(() => checkFilters([{ filters: [filter('in', ['(\\pL{1,20}){1,20}'])] }])).not.toThrow();
  });

  it('are not nested without end', () => {
    let nested: unknown = [];
    for (let depth = 0; depth < 30; depth += 1) nested = { nested };
    expect(() => checkFilters([nested])).toThrow('nested deeper');
  });
});

it('a repetition multiplies what it repeats', () => {
  const base = patternCost('ab');
  expect(patternCost('(ab){10}')).toBeGreaterThan(9 * base);
  expect(patternCost('((ab){10}){10}')).toBeGreaterThan(90 * base);
  expect(patternCost('\\{10}')).toBeLessThan(10);
  expect(patternCost('[{10}]')).toBeLessThan(10);
  expect(patternCost('(((')).toBeLessThan(10);
});
