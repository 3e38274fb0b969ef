import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { format, resolveConfig } from 'prettier';
import { DASHBOARDS } from './dashboards.js';

/** A file of a dashboard. */
export interface Rendered {
  readonly file: string;
  readonly text: string;
}

/** Panels are numbered in their order: alert rules lead to them by number. */
function numbered(dashboard: Dashboard): Dashboard {
  const panels = dashboard.panels?.map((panel, index) => ({ ...panel, id: index + 1 }));
  return { ...dashboard, ...(panels === undefined ? {} : { panels }) };
}

/** All dashboards as they stand in their files. */
export async function render(): Promise<Rendered[]> {
  const options = (await resolveConfig(import.meta.dirname)) ?? {};
  return Promise.all(
    Object.entries(DASHBOARDS).map(async ([name, builder]) => ({
      file: `${name}.json`,
      text: await format(JSON.stringify(numbered(builder.build())), { ...options, parser: 'json' }),
    })),
  );
}
