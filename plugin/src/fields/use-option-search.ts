import type { ComboboxOption } from '@grafana/ui';
import { createContext, useCallback, useContext, useEffect, useRef } from 'react';
import { searchOptions } from './search-options';

/** Resolves when what the fields of an editor offer is there, or is known not to come. */
export const OptionsThere = createContext<Promise<void>>(Promise.resolve());

/**
 * A search for a list of choices. A list asks once for what a person types and not again when more is known: what is
 * typed before the options are there is answered when they are.
 */
export function useOptionSearch(options: readonly ComboboxOption[]): (text: string) => Promise<ComboboxOption[]> {
  const areThere = useContext(OptionsThere);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  }, [options]);
  return useCallback(
    async (text) => {
      await areThere;
      return searchOptions(latest.current, text);
    },
    [areThere],
  );
}
