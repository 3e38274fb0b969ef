import {
  FieldTextAlignment,
  TableCellBackgroundDisplayMode,
  TableCellDisplayMode,
  TableCellHeight,
  type TableColoredBackgroundCellOptions,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { bareNumber } from './bare-number.js';
import { BLUES } from './colours.js';
import { metricsOf } from './question.js';
import { CALLSIGHT } from './sources.js';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour));

const COLOURED: TableColoredBackgroundCellOptions = {
  type: TableCellDisplayMode.ColorBackground,
  mode: TableCellBackgroundDisplayMode.Basic,
};

const CELL = 'cell';

/** The matrix comes with a column for each hour in which anybody called, in no order. */
const ORDER = Object.fromEntries(['Weekday', ...HOURS].map((column, index): [string, number] => [column, index]));

const DAY_NAMES = Object.fromEntries(DAYS.map((text, index): [string, object] => [String(index + 1), { text, index }]));

export interface Week {
  readonly title: string;
  readonly description: string;
  readonly metric: string;
  /** Title of the metric, which names the column that fills the cells. */
  readonly value: string;
  readonly span?: number;
  readonly height?: number;
}

/** The hours of a week, one cell each, the darker the more. */
export const weekPanel = ({ title, description, metric, value, span = 24, height = 10 }: Week): PanelBuilder =>
  new PanelBuilder()
    .title(title)
    .description(description)
    .datasource(CALLSIGHT)
    .withTarget(metricsOf({ metrics: [metric], groupBy: ['weekday', 'hour_of_day'] }))
    .withTransformation(bareNumber(value, CELL))
    .withTransformation({
      id: 'groupingToMatrix',
      options: { columnField: 'Hour of day', rowField: 'Weekday', valueField: CELL, emptyValue: 'zero' },
    })
    .withTransformation({
      id: 'organize',
      options: { indexByName: ORDER },
    })
    .cellHeight(TableCellHeight.Sm)
    .colorScheme(BLUES)
    .cellOptions(COLOURED)
    .minWidth(36)
    .align(FieldTextAlignment.Center)
    .overrideByName('Weekday', [
      { id: 'mappings', value: [{ type: 'value', options: DAY_NAMES }] },
      { id: 'custom.cellOptions', value: { type: 'auto' } },
      { id: 'custom.width', value: 84 },
    ])
    .span(span)
    .height(height);
