import fc from 'fast-check';
import { cycleThrough, dependenciesOf } from '../../../src/definitions/check-dependencies.js';
import { suppressedBy } from '../../../src/monitoring/checks/dependencies.js';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
const name = fc.constantFrom(...NAMES);

/** Any dependencies, circles included. */
const dependencies = fc
  .array(fc.tuple(name, name), { maxLength: 15 })
  .map((pairs) => dependenciesOf(pairs.map(([component, needed]) => ({ component, depends_on: [needed] }))));

const states = fc
  .array(fc.tuple(name, fc.constantFrom('up' as const, 'degraded' as const, 'down' as const)), { maxLength: 8 })
  .map((pairs) => new Map(pairs.map(([component, status]) => [component, { status }])));

/** All that a component depends on, found by growing the set until nothing is added. */
function reachable(from: string, needs: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set(needs.get(from) ?? []);
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const one of found) for (const next of needs.get(one) ?? []) found.add(next);
  }
  return found;
}

it('names a component that is down and needed, exactly when there is one', () => {
  fc.assert(
    fc.property(name, states, dependencies, (component, known, needs) => {
      const others = [...reachable(component, needs)].filter((one) => one !== component);
      const downs = others.filter((one) => known.get(one)?.status === 'down');
      const cause = suppressedBy(component, known, needs);
      if (downs.length === 0) expect(cause).toBeUndefined();
      else expect(downs).toContain(cause);
    }),
    { numRuns: 1_000 },
  );
});

it('names the last one of a chain', () => {
  const needs = new Map([
    ['booking', ['crm']],
    ['crm', ['network']],
    ['network', ['power']],
  ]);
  const of = (...downs: readonly string[]) =>
    suppressedBy('booking', new Map(downs.map((one) => [one, { status: 'down' as const }])), needs);
  expect([of(), of('booking'), of('crm'), of('crm', 'network'), of('network'), of('crm', 'power')]).toEqual([
    undefined,
    undefined,
    'crm',
    'network',
    'network',
    'power',
  ]);
});

it('finds a circle exactly when a component depends on itself, and names the way', () => {
  fc.assert(
    fc.property(name, dependencies, (component, needs) => {
      const way = cycleThrough(component, needs);
      expect(way !== undefined).toBe(reachable(component, needs).has(component));
      if (way === undefined) return;
      expect([way[0], way.at(-1)]).toEqual([component, component]);
      for (const [index, next] of way.slice(1).entries()) expect(needs.get(way[index] ?? '')).toContain(next);
    }),
    { numRuns: 1_000 },
  );
});
