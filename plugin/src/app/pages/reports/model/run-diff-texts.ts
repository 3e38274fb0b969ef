import { t } from '@grafana/i18n';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import { scaleOf } from '../../alerts/model/unit-scale';
import type { RunDiff } from '../reports-api';
import { timeText } from './time-texts';

type Figure = RunDiff['figures'][number];

const NOTHING = '–';

/** A JSON pointer as `sections › 2 › metrics › 1`; positions count from 1, as the sections of the form do. */
export const pathText = (path: string): string =>
  path
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : part.replaceAll('~1', '/').replaceAll('~0', '~')))
    .join(' › ');

/** A value of a definition; a dash where there is none. */
export function valueText(value: unknown): string {
  if (value === undefined) return NOTHING;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const PREVIOUS = '_previous';

const titleOf = (column: string, { metrics, dimensions }: Catalogue): string =>
  [...metrics, ...dimensions].find(({ id }) => id === column)?.title ?? column;

/** What a column is called where people choose it; a column that is no metric and no dimension has its own name. */
export function columnName(column: string, catalogue: Catalogue): string {
  if (!column.endsWith(PREVIOUS)) return titleOf(column, catalogue);
  return t('reports.compare.previous', '{{- metric}}, period before', {
    metric: titleOf(column.slice(0, -PREVIOUS.length), catalogue),
  });
}

/** What a row is of, such as `Agent: sales`; numbers among that are times. @param timezone IANA zone */
export const rowText = (row: Figure['row'], catalogue: Catalogue, timezone: string): string =>
  Object.entries(row)
    .map(([column, value]) =>
      typeof value === 'number'
        ? timeText(value, timezone)
        : `${columnName(column, catalogue)}: ${value === null ? NOTHING : String(value)}`,
    )
    .join(', ');

/** Unit of what a column counts; none where it is no metric. */
const unitOf = (column: string, { metrics }: Catalogue): string =>
  metrics.find(({ id }) => id === column.replace(/_previous$/, ''))?.unit ?? '';

/** As many digits as a reader can tell apart. */
const digits = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 6 });

function withUnit(value: number, unit: string): string {
  const { suffix, toShown } = scaleOf(unit);
  const text = digits(unit === 'percentunit' ? Number(toShown(value).toFixed(2)) : value);
  return suffix === undefined ? text : `${text} ${suffix}`;
}

/** A number of one run in the unit of its metric. */
export const figureText = (value: number | null, column: string, catalogue: Catalogue): string =>
  value === null ? t('reports.compare.missing', 'not there') : withUnit(value, unitOf(column, catalogue));

/** The change with its sign, of shares in percentage points; a dash where one of the numbers is missing. */
export function differenceText({ before, after, column }: Figure, catalogue: Catalogue): string {
  if (before === null || after === null) return NOTHING;
  const unit = unitOf(column, catalogue);
  const difference = after - before;
  const text = withUnit(difference, unit);
  const sign = difference > 0 ? '+' : '';
  if (unit !== 'percentunit') return `${sign}${text}`;
  return t('reports.compare.points', '{{- number}} points', { number: `${sign}${text.replace(' %', '')}` });
}
