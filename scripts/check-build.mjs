import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

/** What tests run as it was built: the service in a process of its own, and its query worker. */
const BUILT = ['contract', 'simulator', 'backend', 'bench'];
/** What the last step of a build writes. */
const MARK = 'dist/.tsbuildinfo';
const PLUGIN_MARK = 'dist/datasource/gpx_callsight_linux_amd64';

function check(name, mark) {
  const built = statSync(join(root, name, mark), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (built < newest(join(root, name, 'src'))) throw new Error(`${name}/dist is out of date: run "npm run build"`);
}

function newest(folder) {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    if (entry.isFile()) latest = Math.max(latest, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs);
  return latest;
}

/** Fails the run when the build is older than the sources: its results would be of another version. */
export default function checkBuild(_all, project) {
  for (const name of BUILT) check(name, MARK);
  // The browser tests load the plugin as it was built; other tests go without it.
  if (project.displayName?.name === 'plugin') check('plugin', PLUGIN_MARK);
}
