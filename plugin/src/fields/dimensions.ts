import type { Catalogue, DimensionEntry } from '@callsight/contract/query/catalogue';

/** Dimensions of a dataset, such as `calls`. */
export const ofDataset = (catalogue: Catalogue, dataset: string): DimensionEntry[] =>
  catalogue.dimensions.filter(({ datasets }) => datasets.includes(dataset));

/** Dimensions that all datasets of the metrics have: those that they can be grouped and filtered by. */
export function sharedDimensions(catalogue: Catalogue, metrics: readonly string[]): DimensionEntry[] {
  const chosen = new Set(metrics);
  const needed = new Set(catalogue.metrics.filter(({ id }) => chosen.has(id)).flatMap(({ datasets }) => datasets));
  return catalogue.dimensions.filter(({ datasets }) => [...needed].every((dataset) => datasets.includes(dataset)));
}
