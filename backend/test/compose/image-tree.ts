import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { imageInstructions } from './dockerfile.js';
import { REPOSITORY } from './repository.js';

/** Workspaces that the image has. */
const WORKSPACES = ['contract', 'simulator', 'backend'];

/** Linked where the file system can, for it is a hundred megabytes. */
function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  try {
    execFileSync('cp', ['-al', from, to], { stdio: 'ignore' });
  } catch {
    execFileSync('cp', ['-a', from, to]);
  }
}

/** Folders of the packages that `npm ci --omit=dev` of the Dockerfile installs, relative to the project. */
function runtimePackages(): string[] {
  const args = [
    'ls',
    '--omit=dev',
    '--all',
    '--parseable',
    ...WORKSPACES.flatMap((name) => ['-w', `@callsight/${name}`]),
  ];
  // Its exit code also tells of what does not matter here; a package that is missing shows when the service starts.
  const output = spawnSync('npm', args, { cwd: REPOSITORY, encoding: 'utf8' }).stdout;
  const root = realpathSync(REPOSITORY);
  const folders = output
    .trim()
    .split('\n')
    .map((folder) => relative(root, folder));
  // A package inside another one came with it.
  return folders.filter(
    (folder) =>
      /^((contract|simulator|backend)\/)?node_modules\/(@[^/]+\/)?[^/]+$/.test(folder) &&
      !folder.startsWith('node_modules/@callsight/'),
  );
}

/** Lays out what the image has in its folder, from the tree and the build here. */
export function layOutImage(folder: string): void {
  for (const path of ['package.json', ...WORKSPACES.map((name) => `${name}/package.json`)])
    copy(join(REPOSITORY, path), join(folder, path));
  for (const path of runtimePackages()) copy(join(REPOSITORY, path), join(folder, path));
  mkdirSync(join(folder, 'node_modules/@callsight'), { recursive: true });
  for (const name of WORKSPACES) symlinkSync(`../../${name}`, join(folder, 'node_modules/@callsight', name));
  for (const rest of imageInstructions('COPY')) {
    const [, source, target] = /^(?:--from=build \/app\/)?(\S+) (\S+)$/.exec(rest) ?? [];
    if (source !== undefined && target !== undefined) copy(join(REPOSITORY, source), join(folder, target));
  }
}
