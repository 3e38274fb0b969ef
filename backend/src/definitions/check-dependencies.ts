import type { Check } from '@callsight/contract/monitoring/check';

/** Components, each with those that it cannot work without. */
export type Dependencies = ReadonlyMap<string, readonly string[]>;

/** What the checks of a tenant say about the dependencies of their components; several of one component add up. */
export function dependenciesOf(checks: Iterable<Pick<Check, 'component' | 'depends_on'>>): Dependencies {
  const dependencies = new Map<string, string[]>();
  for (const { component, depends_on: needed = [] } of checks)
    dependencies.set(component, [...new Set([...(dependencies.get(component) ?? []), ...needed])]);
  return dependencies;
}

/** The way from a component through its dependencies back to itself; undefined when there is none. */
export function cycleThrough(component: string, dependencies: Dependencies): readonly string[] | undefined {
  const seen = new Set<string>();
  const search = (at: string, way: readonly string[]): readonly string[] | undefined => {
    for (const next of dependencies.get(at) ?? []) {
      if (next === component) return [...way, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = search(next, [...way, next]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search(component, [component]);
}
