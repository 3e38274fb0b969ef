import type { Dependencies } from '../../definitions/check-dependencies.js';
import type { ComponentState } from './component-states.js';

/**
 * The component that explains why another one does not work: one that it depends on, directly or through others, and that
 * is down. Of several in a chain the last one, which nothing below it explains. Circles end where they began.
 * @returns undefined when nothing that it depends on is down
 */
export function suppressedBy(
  component: string,
  states: ReadonlyMap<string, Pick<ComponentState, 'status'>>,
  dependencies: Dependencies,
): string | undefined {
  const seen = new Set([component]);
  const search = (at: string): string | undefined => {
    for (const needed of dependencies.get(at) ?? []) {
      if (seen.has(needed)) continue;
      seen.add(needed);
      const cause = search(needed) ?? (states.get(needed)?.status === 'down' ? needed : undefined);
      if (cause !== undefined) return cause;
    }
    return undefined;
  };
  return search(component);
}
