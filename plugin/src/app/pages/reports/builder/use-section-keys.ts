import { useState } from 'react';
import { moved } from '../model/report-draft';

let last = 0;
const newKey = (): string => {
  last += 1;
  return `section-${last}`;
};

export interface SectionKeys {
  readonly keys: readonly string[];
  readonly move: (from: number, to: number) => void;
  /** @returns the key of the one that comes to stand at `index` */
  readonly insert: (index: number) => string;
  readonly remove: (index: number) => void;
}

/** Keys of sections, which have no id of their own: a card keeps what is open in it while it is moved. */
export function useSectionKeys(count: number): SectionKeys {
  const [keys, setKeys] = useState<readonly string[]>(() => Array.from({ length: count }, newKey));
  const current = keys.length === count ? keys : Array.from({ length: count }, (_, index) => keys[index] ?? newKey());
  // Another version or another report has come in the place of what was shown.
  if (current !== keys) setKeys(current);
  return {
    keys: current,
    move: (from, to) => setKeys(moved(current, from, to)),
    insert: (index) => {
      const key = newKey();
      setKeys([...current.slice(0, index), key, ...current.slice(index)]);
      return key;
    },
    remove: (index) => setKeys(current.filter((_, at) => at !== index)),
  };
}
