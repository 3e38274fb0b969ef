import { useMemo, useState } from 'react';
import { isSame } from '../../definition-draft';
import { type Draft, draftOf, NEW_DRAFT } from './model/draft';
import type { Watched } from './model/watched';

/** Stands for a threshold that is not stored yet, in the place of an id. No id has such a letter. */
export const NEW = 'new!';

export interface Drafts {
  /** What is entered of a threshold, else what is stored of it. */
  readonly of: (id: string) => Draft;
  readonly set: (id: string, draft: Draft) => void;
  readonly drop: (id: string) => void;
  /** Ids of those that differ from what is stored. */
  readonly changed: ReadonlySet<string>;
}

/** What is entered of thresholds and not stored yet, of several at once. */
export function useDrafts(watched: readonly Watched[]): Drafts {
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  return useMemo(() => {
    const stored = new Map(watched.map(({ threshold }) => [threshold.id, draftOf(threshold)]));
    const storedOf = (id: string): Draft => stored.get(id) ?? NEW_DRAFT;
    const without = (before: ReadonlyMap<string, Draft>, id: string): Map<string, Draft> =>
      new Map([...before].filter(([one]) => one !== id));
    return {
      of: (id) => drafts.get(id) ?? storedOf(id),
      set: (id, draft) => setDrafts((before) => without(before, id).set(id, draft)),
      drop: (id) => setDrafts((before) => without(before, id)),
      changed: new Set([...drafts].flatMap(([id, draft]) => (isSame(draft, storedOf(id)) ? [] : [id]))),
    };
  }, [watched, drafts]);
}
