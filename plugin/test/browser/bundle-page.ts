import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** What the page needs of Grafana, from the CommonJS builds: their default imports are those that Grafana's own have. */
const GRAFANA = ['data', 'i18n', 'runtime', 'ui'];

/** The code editor is a third of all, and nothing of ours shows it. */
const withoutMonaco: Plugin = {
  name: 'without-monaco',
  setup: (bundling) => {
    bundling.onResolve({ filter: /^monaco-editor/ }, ({ path }) => ({ path, namespace: 'absent' }));
    bundling.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** Bundles the page with the real React and Grafana packages. @returns its script */
export async function bundlePage(root: string): Promise<Uint8Array> {
  const packages = GRAFANA.map((name) => [
    `@grafana/${name}`,
    join(root, 'node_modules/@grafana', name, 'dist/cjs/index.cjs'),
  ]);
  const { outputFiles } = await build({
    entryPoints: [join(root, 'plugin/test/browser/page/main.ts')],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    plugins: [withoutMonaco],
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    // One instance for Grafana's packages and for the plugins, as in Grafana.
    alias: { ...Object.fromEntries(packages), i18next: join(root, 'node_modules/i18next/dist/cjs/i18next.js') },
    define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
    loader: { '.css': 'empty', '.ttf': 'empty', '.svg': 'dataurl', '.png': 'dataurl', '.woff2': 'dataurl' },
    logLevel: 'error',
  });
  const [script] = outputFiles;
  if (script === undefined) throw new Error('the page was not bundled');
  return script.contents;
}
