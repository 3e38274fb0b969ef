import { dirname, join } from 'node:path';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runExtractor } from 'i18next-cli';

const SOURCE = join(dirname(fileURLToPath(import.meta.url)), 'src');

/** The plugins of the app: the folder of each, the folders within it that are plugins of their own, and what it shares. */
const PLUGINS = [
  { folder: '.', nested: ['datasource', 'panels'], shared: [] },
  { folder: 'datasource', nested: [], shared: ['fields'] },
  { folder: 'panels/funnel', nested: [], shared: [] },
];

const isCheck = process.argv.includes('--check');

/**
 * `npm run i18n-extract -w plugin`: writes the texts that the code has into the `locales` of each plugin.
 * With `-- --check` it writes nothing, and fails where a file differs from the code.
 */
const results = [];
for (const { folder, nested, shared } of PLUGINS) {
  const root = join(SOURCE, folder);
  const { id, languages } = JSON.parse(readFileSync(join(root, 'plugin.json'), 'utf8'));
  const changed = await runExtractor(
    {
      locales: languages,
      extract: {
        input: [root, ...shared.map((name) => join(SOURCE, name))].map((from) => join(from, '**/*.{ts,tsx}')),
        ignore: nested.map((name) => join(root, name, '**')),
        output: join(root, 'locales/{{language}}/{{namespace}}.json'),
        defaultNS: id,
        functions: ['t'],
        transComponents: ['Trans'],
      },
    },
    { isDryRun: isCheck, syncPrimaryWithDefaults: true },
  );
  if (changed) results.push(id);
}
if (results.length > 0) process.stdout.write(`${isCheck ? 'out of date' : 'written'}: ${results.join(', ')}\n`);
if (isCheck && results.length > 0) process.exitCode = 1;
