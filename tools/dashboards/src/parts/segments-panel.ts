import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { CHOSEN_AGENTS, question } from './question.js';
import { tablePanel } from './table-panel.js';

export interface Segments {
  readonly title: string;
  readonly description: string;
  readonly metric: string;
  readonly by: string;
  readonly span?: number;
  readonly height?: number;
}

/** The verdict says in words what these hold. */
const SAID = [
  'Metric',
  'Baseline',
  'Baseline value',
  'Observations',
  'Baseline observations',
  'Difference, low',
  'Difference, high',
  'p',
  'Test',
  'Significant',
];

/** Values of a dimension beside the most frequent one, and whether the difference could be chance. */
export const segmentsPanel = ({ title, description, metric, by, span = 12, height = 9 }: Segments): PanelBuilder =>
  tablePanel({
    title,
    description,
    target: question({
      queryType: 'segments',
      segments: { metrics: [metric], by, filters: [...CHOSEN_AGENTS], limit: 20 },
    }),
    span,
    height,
    without: SAID,
  })
    .overrideByName('Verdict', [{ id: 'custom.cellOptions', value: { type: 'auto', wrapText: true } }])
    .overrideByRegexp('/^Agent/', [{ id: 'custom.width', value: 116 }])
    .overrideByRegexp('^(Value|Difference)$', [{ id: 'custom.width', value: 96 }]);
