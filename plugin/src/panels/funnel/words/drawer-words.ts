import type { CellRef } from '../model/cell-ref';
import type { FunnelModel } from '../model/funnel-model';
import { countOf } from './count-of';
import { END_WORDS } from './end-words';
import { formatCount } from './format-count';

/** Which calls the drawer lists. */
export function drawerWords(model: FunnelModel, { segment, step, end }: CellRef): { title: string; subtitle: string } {
  const own = model.segments[segment];
  const cell = own?.cells[step];
  const count = cell === undefined ? 0 : countOf(cell, end);
  const units = `${formatCount(count)} ${model.unit}${count === 1 ? '' : 's'}`;
  return {
    title: `${END_WORDS[end].title} ${model.steps[step]?.title ?? ''}`,
    subtitle: [own?.label ?? '', units].filter((text) => text !== '').join(' · '),
  };
}
