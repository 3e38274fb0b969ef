import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, step } from './setup.mjs';

/** TypeScript projects that are checked and not built: tests, the plugin, the end-to-end suite. */
const CHECKED = ['simulator/test', 'backend/test', 'bench/test', 'client/test', 'plugin', 'plugin/test', 'e2e'];

/** TypeScript projects that are built; each is checked while it is built. */
const BUILT = ['contract', 'simulator', 'backend', 'bench', 'client', 'tools/dashboards'];

const tsc = (title, args) => step(title, process.execPath, [`${root}node_modules/typescript/bin/tsc`, ...args]);

/** One check for each project that is not built: a title, and what checks its types. */
export const typeChecks = CHECKED.map((folder) => {
  const title = `types of ${folder}`;
  return [title, () => tsc(title, ['-p', folder, '--noEmit'])];
});

/** `npm run typecheck`: the types of all projects; the first one with errors does not keep the others from being checked. */
if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const isBuilt = tsc('types of what is built', ['-b', ...BUILT]);
  const failed = typeChecks.filter(([, check]) => !check());
  process.exitCode = isBuilt && failed.length === 0 ? 0 : 1;
}
