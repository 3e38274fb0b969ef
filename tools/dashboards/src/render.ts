import { format, resolveConfig } from 'prettier';
import { DASHBOARDS } from './dashboards.js';

/** A file of a dashboard. */
export interface Rendered {
  readonly file: string;
  readonly text: string;
}

/** All dashboards as they stand in their files. */
export async function render(): Promise<Rendered[]> {
  const options = (await resolveConfig(import.meta.dirname)) ?? {};
  return Promise.all(
    Object.entries(DASHBOARDS).map(async ([name, builder]) => ({
      file: `${name}.json`,
      text: await format(JSON.stringify(builder.build()), { ...options, parser: 'json' }),
    })),
  );
}
