import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import globals from 'globals';
import ts from 'typescript-eslint';

/** Rooms of the backend that a room may not import from: pure cores never reach for the edges. */
const directions = {
  money: ['*'],
  time: ['*'],
  fold: ['config', 'ledger', 'duckdb', 'deliver', 'query', 'http', 'cli', 'providers', 'simulate', 'overview', 'auth'],
  catalogue: [
    'config',
    'ledger',
    'duckdb',
    'deliver',
    'http',
    'cli',
    'providers',
    'simulate',
    'overview',
    'auth',
    'fold',
  ],
  events: ['ledger', 'duckdb', 'deliver', 'query', 'http', 'cli', 'providers', 'simulate', 'overview', 'auth', 'fold'],
  providers: ['ledger', 'duckdb', 'deliver', 'query', 'http', 'cli', 'simulate', 'overview', 'auth', 'fold'],
  ledger: ['duckdb', 'deliver', 'query', 'http', 'cli', 'providers', 'simulate', 'overview'],
  duckdb: ['ledger', 'deliver', 'http', 'cli', 'providers', 'simulate', 'overview'],
  query: ['ledger', 'deliver', 'http', 'cli', 'providers', 'simulate', 'overview'],
  deliver: ['http', 'cli', 'providers', 'simulate', 'overview', 'query'],
  simulate: ['ledger', 'duckdb', 'deliver', 'query', 'http', 'overview', 'auth', 'fold'],
  overview: ['ledger', 'duckdb', 'deliver', 'cli', 'simulate'],
};
const rooms = [...Object.keys(directions), 'config', 'http', 'cli', 'auth'];
const zones = Object.entries(directions).map(([room, banned]) => ({
  target: `./backend/src/${room}`,
  from: (banned[0] === '*' ? rooms.filter((other) => other !== room) : banned).map((other) => `./backend/src/${other}`),
  message: `${room} must not import this room: see docs/architecture.md`,
}));

export default ts.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'coverage/**', '**/data/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...ts.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: ['backend/tsconfig.json'] })] },
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
      'import-x/no-cycle': ['error', { maxDepth: 8 }],
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: import.meta.dirname,
          zones: [
            { target: './contract', from: ['./backend', './plugin'], message: 'contract imports nothing of ours' },
            { target: './plugin', from: './backend', message: 'plugin never imports backend' },
            { target: './backend', from: './plugin', message: 'backend never imports plugin' },
            ...zones,
          ],
        },
      ],
    },
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
