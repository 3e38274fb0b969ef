import type { Catalogue, DimensionEntry } from '@callsight/contract/query/catalogue';

/** Dimensions of a dataset, such as `calls`. */
export const ofDataset = (catalogue: Catalogue, dataset: string): DimensionEntry[] =>
  catalogue.dimensions.filter(({ datasets }) => datasets.includes(dataset));
