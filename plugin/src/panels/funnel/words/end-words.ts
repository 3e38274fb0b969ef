import type { CellEnd } from '../model/cell-ref';

/** What became of the units of a part of a bar, as a heading and within a sentence. */
export const END_WORDS: Readonly<Record<CellEnd, { readonly title: string; readonly verb: string }>> = {
  reached: { title: 'Reached', verb: 'reached it' },
  converted: { title: 'Converted', verb: 'came through' },
  pending: { title: 'Still open after', verb: 'can still go on' },
  dropped: { title: 'Dropped after', verb: 'dropped' },
};
