import type { DataFrame } from '@grafana/data';
import type { FunnelStep } from './funnel-model';
import type { FrameRow } from './frame-rows';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** What a frame says of its funnel, in `meta.custom.funnel`. */
function funnelMeta(frame: DataFrame): Readonly<Record<string, unknown>> {
  const funnel: unknown = frame.meta?.custom?.['funnel'];
  return isRecord(funnel) ? funnel : {};
}

export const readUnit = (frame: DataFrame): string => {
  const { unit } = funnelMeta(frame);
  return typeof unit === 'string' ? unit : 'call';
};

/** Steps in their order. A transformation may have taken the meta away: then the order of the rows tells. */
export function readSteps(frame: DataFrame, rows: readonly FrameRow[]): FunnelStep[] {
  const { steps } = funnelMeta(frame);
  const config = frame.fields.find(({ name }) => name === 'step')?.config as { readonly custom?: unknown } | undefined;
  const titles: unknown = isRecord(config?.custom) ? config.custom['titles'] : undefined;
  const titleOf = (id: string): string => (isRecord(titles) && typeof titles[id] === 'string' ? titles[id] : id);
  if (Array.isArray(steps)) {
    return steps.filter(isRecord).map(({ step, title }) => {
      const id = String(step);
      return { id, title: typeof title === 'string' ? title : titleOf(id) };
    });
  }
  return [...new Set(rows.map(({ step }) => String(step)))].map((id) => ({ id, title: titleOf(id) }));
}
