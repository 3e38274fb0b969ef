import { createWriteStream, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { build, install, root } from './setup.mjs';

/**
 * `npm run package`: what goes to a Grafana, in two archives under `build/`.
 *   callsight-calls-app-VERSION.zip   the plugin, as `grafana cli` and the plugins folder take it
 *   callsight-grafana-VERSION.zip     dashboards, provisioning, and how to install all of it
 */
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const target = join(root, 'build');

/** The same bytes for the same tree: nothing in an archive tells when it was made. */
const MTIME = new Date(Date.UTC(2026, 0, 1));

function* filesIn(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else yield path;
  }
}

/** @param parts a folder or file of the project, and where it stands in the archive */
async function pack(name, parts) {
  const zip = new ZipFile();
  for (const [source, place] of parts) {
    const from = join(root, source);
    const files = statSync(from).isDirectory() ? [...filesIn(from)] : [from];
    for (const file of files) {
      const inside = join(place, relative(from, file)).replace(/\/$/, '');
      const isProgram = (statSync(file).mode & 0o111) !== 0;
      zip.addFile(file, inside, { mtime: MTIME, mode: isProgram ? 0o100755 : 0o100644 });
    }
  }
  zip.end();
  const file = join(target, name);
  await pipeline(zip.outputStream, createWriteStream(file));
  process.stdout.write(`${file}\n`);
}

if (install() && build()) {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target);
  await pack(`callsight-calls-app-${version}.zip`, [['plugin/dist', 'callsight-calls-app']]);
  await pack(`callsight-grafana-${version}.zip`, [
    ['dashboards', 'callsight/dashboards'],
    ['provisioning', 'callsight/provisioning'],
    ['docs/grafana.md', 'callsight/INSTALL.md'],
    ['LICENSE', 'callsight/LICENSE'],
  ]);
} else process.exitCode = 1;
