import { Type, type Static } from '@sinclair/typebox';

export const GoodDirection = Type.Union([Type.Literal('up'), Type.Literal('down'), Type.Literal('none')]);
export type GoodDirection = Static<typeof GoodDirection>;

export const MetricEntry = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    description: Type.String(),
    unit: Type.String({ description: 'Grafana unit id' }),
    good: GoodDirection,
    dataset: Type.String(),
    datasets: Type.Array(Type.String(), {
      description: 'All that the formula reaches; it can be grouped by the dimensions that they share',
    }),
    formula: Type.String({ description: 'The definition in words or as an expression over other metrics' }),
    custom: Type.Boolean(),
  },
  { title: 'Metric' },
);
export type MetricEntry = Static<typeof MetricEntry>;

export const DimensionEntry = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    description: Type.String(),
    type: Type.Union([Type.Literal('string'), Type.Literal('number'), Type.Literal('boolean')]),
    datasets: Type.Array(Type.String()),
    groupable: Type.Boolean({ description: 'False for measures, which only filters take' }),
  },
  { title: 'Dimension' },
);
export type DimensionEntry = Static<typeof DimensionEntry>;

const MeasureEntry = Type.Object({ id: Type.String(), title: Type.String(), unit: Type.String() });

export const DatasetEntry = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    description: Type.String(),
    measures: Type.Array(MeasureEntry),
  },
  { title: 'Dataset' },
);
export type DatasetEntry = Static<typeof DatasetEntry>;

export const Catalogue = Type.Object(
  {
    metrics: Type.Array(MetricEntry),
    dimensions: Type.Array(DimensionEntry),
    steps: Type.Array(Type.Object({ id: Type.String(), title: Type.String() })),
    datasets: Type.Array(DatasetEntry),
  },
  { title: 'Catalogue' },
);
export type Catalogue = Static<typeof Catalogue>;
