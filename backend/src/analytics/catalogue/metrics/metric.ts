import type { GoodDirection } from '@callsight/contract/query/catalogue';
import type { Dataset } from '../language/aggregate.js';
import type { Expression } from '../language/expression.js';

/** A named formula. Dashboards, alert rules and reports name it by id; none restates it. */
export interface Metric {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Grafana unit id; `currency` stands for the currency of the rows. */
  readonly unit: string;
  readonly good: GoodDirection;
  readonly dataset: Dataset;
  readonly expression: Expression;
  /** Parameters that belong to the result, such as the named formula of the service level. */
  readonly parameters?: Readonly<Record<string, string | number>>;
  readonly custom?: { readonly version: number };
}
