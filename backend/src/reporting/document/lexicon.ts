import type { Catalogue } from '@callsight/contract/query/catalogue';
import type { FrameValue } from '@callsight/contract/query/answer';
import type { Filter } from '@callsight/contract/query/request';
import type { Words } from '../words/words.js';
import { partsOfName } from './frame-table.js';

/** A metric as a report speaks of it. */
export interface NamedMetric {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly unit: string;
  readonly good: 'up' | 'down' | 'none';
  /** Values of parts of a whole add up to that of the whole. */
  readonly isAdditive: boolean;
}

/** `count(…)` and `sum(…)` of one dataset add up; distinct callers, ratios and percentiles do not. */
const ADDITIVE = /^(count|sum)\([^()]*(\([^()]*\)[^()]*)*\)$/;

/** Names of agents, which calls carry beside their id. */
export type AgentNames = ReadonlyMap<string, string>;

/** Names of metrics, dimensions, steps and values in the language of a report. What a tenant named keeps its name. */
export class Lexicon {
  readonly words: Words;
  readonly #metrics: ReadonlyMap<string, NamedMetric>;
  readonly #dimensions: ReadonlyMap<string, string>;
  readonly #steps: ReadonlyMap<string, string>;
  readonly #agents: AgentNames;

  constructor(words: Words, catalogue: Catalogue, agents: AgentNames = new Map()) {
    this.words = words;
    this.#agents = agents;
    this.#metrics = new Map(
      catalogue.metrics.map((metric) => {
        const own = metric.custom ? undefined : words.metric(metric.id);
        return [
          metric.id,
          {
            id: metric.id,
            title: own?.title ?? metric.title,
            description: own === undefined ? metric.description : own.describe(metric.description),
            unit: metric.unit,
            good: metric.good,
            isAdditive: ADDITIVE.test(metric.formula),
          },
        ];
      }),
    );
    this.#dimensions = new Map(catalogue.dimensions.map(({ id, title }) => [id, words.dimensions[id] ?? title]));
    this.#steps = new Map(catalogue.steps.map(({ id, title }) => [id, words.steps[id] ?? title]));
  }

  metric(id: string): NamedMetric {
    return this.#metrics.get(id) ?? { id, title: id, description: '', unit: 'short', good: 'none', isAdditive: false };
  }

  /** @param currency where money of several currencies is told apart */
  metricTitle(id: string, currency?: string): string {
    const { title } = this.metric(id);
    return currency === undefined ? title : `${title} (${currency})`;
  }

  dimension(id: string): string {
    return this.#dimensions.get(id) ?? id;
  }

  /** @param given title that the funnel gives the step itself */
  step(id: string, given: string | undefined): string {
    const own = this.#steps.get(id);
    return own ?? given ?? id;
  }

  /** Title of a column of a frame, whatever it is. */
  column(name: string, displayName: string): string {
    const { base, part } = partsOfName(name);
    if (this.#metrics.has(base)) {
      const { title } = this.metric(base);
      return part === '' ? title : `${title} (${this.words.columnParts[part] ?? part})`;
    }
    return this.#dimensions.get(name) ?? this.words.columns[name] ?? displayName;
  }

  /** A value of a dimension as people read it. */
  value(dimension: string, value: FrameValue): string {
    const { words } = this;
    if (value === null || value === '') return words.unknown;
    if (typeof value === 'boolean') return value ? words.yes : words.no;
    const text = String(value);
    return this.#named(dimension, text) ?? (dimension === 'outcome' ? sentenceCase(text) : text);
  }

  #named(dimension: string, text: string): string | undefined {
    if (dimension === 'agent') return this.#agents.get(text);
    if (dimension === 'weekday') return this.words.weekdays[Number(text) - 1];
    return this.words.values[dimension]?.[text];
  }

  /** A filter as a reader would say it: "Direction: inbound". */
  filter({ dimension, op, values }: Filter): string {
    const shown = values.slice(0, 10).map((value) => this.value(dimension, value));
    const rest = values.length - shown.length;
    const list = rest > 0 ? [...shown, this.words.more(rest)] : shown;
    return this.words.filter(this.dimension(dimension), op, list.join(', '));
  }
}

/** "no_answer" reads "No answer". Outcomes are named by senders' platforms, so that any text can come. */
const sentenceCase = (text: string): string => {
  const words = text.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
