/** Answer of `dimensions/{name}/values`: the most frequent first. */
export interface DimensionValues {
  readonly values: readonly { readonly value: string | number | boolean; readonly count: number }[];
}
