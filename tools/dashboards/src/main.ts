import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { render } from './render.js';

/** `npm run generate`: writes the dashboards to where Grafana reads them; with `--check` it only says which differ. */
const folder = join(import.meta.dirname, '../../../dashboards');
const onlyChecks = process.argv.includes('--check');

for (const { file, text } of await render()) {
  const path = join(folder, file);
  if (!onlyChecks) await writeFile(path, text);
  else if ((await readFile(path, 'utf8').catch(() => '')) !== text) {
    process.stdout.write(`${file} is not what its source makes: npm run generate -w @callsight/dashboards\n`);
    process.exitCode = 1;
  }
}
