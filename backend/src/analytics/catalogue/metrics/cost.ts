import { aggregateOf } from '../language/aggregate.js';
import { aggregate, type Expression } from '../language/expression.js';
import { define } from './define.js';
import type { Metric } from './metric.js';

const COMPONENTS: readonly (readonly [string, string])[] = [
  ['', ''],
  ['telephony', 'telephony'],
  ['asr', 'speech recognition'],
  ['llm', 'language model'],
  ['tts', 'speech synthesis'],
  ['platform', 'platform'],
];

/** What calls cost, in total and by component; never over currencies. */
export function costMetrics(): Metric[] {
  return COMPONENTS.flatMap(([component, words]) => {
    const column = component === '' ? 'cost' : `cost_${component}`;
    const prefix = component === '' ? 'calls.cost' : `calls.cost.${component}`;
    const title = component === '' ? 'Cost' : `Cost of ${words}`;
    const amount = (name: string): Expression => aggregate(aggregateOf(name, 'calls', column, { isMoney: true }));
    return [
      define(`${prefix}.sum`, title, 'Total of the calls, by currency', 'currency', 'down', amount('sum')),
      define(
        `${prefix}.mean`,
        `${title} per call`,
        'Mean over the calls that have one, by currency',
        'currency',
        'down',
        amount('mean'),
      ),
    ];
  });
}
