import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { upgradeQuery } from '@callsight/contract/grafana/upgrade-query';
import type { StoredQuery } from '@callsight/contract/grafana/stored-query';
import type { Query } from './query-server.js';

const FOLDER = join(import.meta.dirname, '../../dashboards');

interface Target {
  readonly refId: string;
  readonly datasource?: { readonly type?: string };
}

interface Stored {
  readonly title: string;
  readonly time: { readonly from: string };
  readonly panels: readonly { readonly title: string; readonly targets?: readonly Target[] }[];
}

/** A dashboard as one who opens it asks: its range, and the questions of all its panels. */
export interface DashboardQueries {
  readonly title: string;
  readonly days: number;
  readonly panels: readonly { readonly title: string; readonly query: Query }[];
}

const UNITS: Readonly<Record<string, number>> = { h: 1 / 24, d: 1, w: 7 };

function daysOf({ from }: Stored['time']): number {
  const [, count, unit = ''] = /^now-(\d+)([hdw])/.exec(from) ?? [];
  const width = UNITS[unit];
  if (width === undefined) throw new Error(`this range is not understood: ${from}`);
  return Number(count) * width;
}

/** Whether a value is a variable of the dashboard; with all values chosen, its filter is not sent. */
const isVariable = (value: unknown): boolean => typeof value === 'string' && value.startsWith('$');

const withoutVariables = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    return value
      .filter((item) => !(item as { values?: unknown[] } | null)?.values?.some(isVariable))
      .map(withoutVariables);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutVariables(item)]));
};

const METRIC_PARTS = ['metrics', 'groupBy', 'interval', 'filters', 'compare', 'orderBy', 'limit', 'baseline'] as const;

/** The question in a stored query, as `POST /v1/query` takes it. */
function questionOf(stored: StoredQuery): Query {
  if (stored.queryType !== 'metrics') return { [stored.queryType]: stored[stored.queryType] ?? {} };
  return Object.fromEntries(METRIC_PARTS.flatMap((part) => (stored[part] === undefined ? [] : [[part, stored[part]]])));
}

/** The dashboards that ask Callsight. */
export async function dashboardQueries(): Promise<DashboardQueries[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.json')).sort();
  const stored = await Promise.all(
    files.map(async (file) => JSON.parse(await readFile(join(FOLDER, file), 'utf8')) as Stored),
  );
  return stored
    .map(({ title, time, panels }) => ({
      title,
      days: daysOf(time),
      panels: panels.flatMap((panel) =>
        (panel.targets ?? [])
          .filter(({ datasource }) => !['influxdb', 'prometheus'].includes(datasource?.type ?? ''))
          .map((target) => ({
            title: panel.title,
            query: withoutVariables(questionOf(upgradeQuery(target as Target & Record<string, unknown>))) as Query,
          })),
      ),
    }))
    .filter(({ panels }) => panels.length > 0);
}
