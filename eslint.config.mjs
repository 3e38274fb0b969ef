import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import ts from 'typescript-eslint';

/** Rooms of the backend, and the rooms that each may import from: pure cores never reach for the edges. */
/** May be imported from everywhere, and imports nothing of ours. */
const FOUNDATION = 'lib';

const ROOMS = {
  [FOUNDATION]: [],
  statistics: [],
  events: [],
  providers: ['events'],
  catalogue: ['events'],
  fold: ['events'],
  ledger: ['events', 'catalogue'],
  duckdb: ['catalogue', 'fold'],
  influx: ['duckdb'],
  query: ['catalogue', 'duckdb', 'events', 'statistics'],
  publish: ['catalogue', 'duckdb', 'fold', 'influx', 'query'],
  restore: ['catalogue', 'duckdb', 'influx'],
  calls: ['catalogue', 'duckdb', 'events', 'ledger'],
  pipeline: ['duckdb', 'ledger'],
  record: ['catalogue', 'duckdb', 'influx', 'publish', 'restore'],
  auth: ['ledger'],
  grafana: ['auth', 'catalogue', 'query'],
  analytics: ['auth', 'catalogue', 'duckdb', 'events', 'grafana', 'overview', 'query'],
  ingest: ['events', 'ledger'],
  deliver: ['duckdb', 'events', 'fold', 'ledger'],
  deliveries: ['events', 'ledger', 'providers'],
  upkeep: ['duckdb', 'events', 'integrity', 'ledger'],
  overview: [],
  config: ['catalogue', 'deliveries', 'events', 'grafana', 'influx', 'providers'],
  setup: [],
  integrity: [],
  cli: ['config', 'duckdb', 'influx', 'integrity', 'ledger', 'restore', 'setup'],
};

const everyRoom = [...Object.keys(ROOMS), 'http'];

const direction = ([room, allowed]) => {
  const banned = everyRoom.filter((other) => other !== room && other !== FOUNDATION && !allowed.includes(other));
  const regex = `^(\\.\\./)+(${banned.join('|')})/`;
  const message = `${room} must not import this room: see docs/architecture.md`;
  return {
    files: [`backend/src/${room}/**/*.ts`],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ regex, message }] }] },
  };
};

const package_ = (files, names, message) => ({
  files: [files],
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ regex: names, message }] }] },
});

export default ts.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'coverage/**', '**/data/**', 'plugin/.config/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...ts.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      complexity: ['error', 11],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  package_('contract/**/*.ts', '^@callsight/|(^|/)(backend|plugin)/', 'contract imports nothing of ours'),
  package_(
    'simulator/src/**/*.ts',
    '^@callsight/(backend|client|plugin)|(^|/)(backend|plugin)/',
    'simulator imports contract only',
  ),
  package_('client/src/**/*.ts', '^@callsight/(backend|plugin)|(^|/)(backend|plugin)/', 'client imports contract only'),
  package_('plugin/src/**/*.{ts,tsx}', '^@callsight/backend|(^|/)backend/', 'plugin never imports backend'),
  { files: ['plugin/src/**/*.{ts,tsx}'], ...reactHooks.configs.flat['recommended-latest'] },
  ...Object.entries(ROOMS).map(direction),
  {
    // Its successor is for a schema of dashboards that Grafana does not take from files yet.
    files: ['tools/dashboards/**/*.ts'],
    rules: { '@typescript-eslint/no-deprecated': 'off' },
  },
  {
    files: ['**/test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  { files: ['**/*.mjs', '**/*.cjs', '**/*.js'], languageOptions: { globals: globals.node } },
  prettier,
);
