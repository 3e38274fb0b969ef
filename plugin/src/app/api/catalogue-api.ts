import type { Catalogue } from '@callsight/contract/query/catalogue';
import type { Funnel } from '@callsight/contract/query/funnel';
import { askService } from './request';

export const readCatalogue = (): Promise<Catalogue> => askService('v1/catalogue');

/** Values that a dimension had in the last 14 days, the most frequent first. */
export async function readValues(dimension: string, search: string): Promise<readonly (string | number | boolean)[]> {
  const asked = new URLSearchParams({ from: 'now-14d', to: 'now', limit: '100', ...(search === '' ? {} : { search }) });
  const { values } = await askService<{ values: { value: string | number | boolean }[] }>(
    `v1/dimensions/${encodeURIComponent(dimension)}/values?${asked}`,
  );
  return values.map(({ value }) => value);
}

export const readFunnels = async (): Promise<readonly Funnel[]> =>
  (await askService<{ funnels: Funnel[] }>('v1/funnels')).funnels;
