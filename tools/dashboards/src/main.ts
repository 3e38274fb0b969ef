import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { render } from './render.js';

/** `npm run generate`: writes the dashboards to where Grafana reads them. */
const folder = join(import.meta.dirname, '../../../dashboards');
for (const { file, text } of await render()) await writeFile(join(folder, file), text);
