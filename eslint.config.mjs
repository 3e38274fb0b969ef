import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import grafanaI18n from '@grafana/i18n/eslint-plugin';
import prettier from 'eslint-config-prettier';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import ts from 'typescript-eslint';
import { FOUNDATION, ROOMS } from './backend/rooms.mjs';

/** A room that has rooms of its own holds only the files that lie in it directly. */
const hasRooms = (room) => Object.keys(ROOMS).some((other) => other.startsWith(`${room}/`));

/** Every file of the service belongs to a room, and imports only from the rooms that its own names. */
const rooms = {
  files: ['backend/src/**/*.{ts,cts}'],
  plugins: { boundaries },
  settings: {
    'import/resolver': { typescript: { project: 'backend/tsconfig.json' } },
    // Elements are files here, so that a new folder in a room of rooms is unknown; `mode` is on its way out.
    'boundaries/legacy-warnings': false,
    'boundaries/elements': [
      { type: 'contract', mode: 'full', pattern: 'contract/**/*' },
      { type: 'simulator', mode: 'full', pattern: 'simulator/**/*' },
      { type: 'entry', mode: 'full', pattern: 'backend/src/main.{ts,cts}' },
      ...Object.keys(ROOMS).map((room) => ({
        type: room,
        mode: 'full',
        pattern: `backend/src/${room}/${hasRooms(room) ? '*' : '**/*'}`,
      })),
    ],
  },
  rules: {
    'boundaries/no-unknown-files': 'error',
    'boundaries/no-unknown-dependencies': 'error',
    'boundaries/dependencies': [
      'error',
      {
        default: 'disallow',
        message: '{{from.element.types}} must not import from {{to.element.types}}: see backend/rooms.mjs',
        policies: [
          {
            from: { element: { type: 'entry' } },
            allow: { to: { element: { type: ['entry', 'service', 'config'] } } },
          },
          ...Object.entries(ROOMS).map(([room, { imports }]) => ({
            from: { element: { type: room } },
            allow: { to: { element: { type: imports === '*' ? '**' : [room, FOUNDATION, 'contract', ...imports] } } },
          })),
        ],
      },
    ],
  },
};

/** Words that the code used to have for what docs/glossary.md names. */
const REPLACED = [
  'Deliverer',
  'deliverer',
  'Deliveries',
  'DeliveryMapper',
  'DeliveryStore',
  'MapperParts',
  'Owed',
  'owed',
  'SystemOfRecord',
  'ToldColumns',
  'hurry',
  'isTold',
  'mend',
  'mended',
  'passOver',
  'tell',
  'toldCall',
];

const package_ = (files, names, message) => ({
  files: [files],
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ regex: names, message }] }] },
});

export default ts.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'coverage/**', '**/data/**', 'plugin/.config/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.cts', '**/*.tsx'],
    extends: [...ts.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      complexity: ['error', 11],
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
      // A longer file says why at its top, where it switches this off.
      'max-lines': ['error', { max: 300 }],
      // What docs/glossary.md has another word for.
      'id-denylist': ['error', ...REPLACED],
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
  rooms,
  { files: ['plugin/src/**/*.{ts,tsx}'], ...reactHooks.configs.flat['recommended-latest'] },
  // CommonJS, in TypeScript's own form.
  { files: ['**/*.cts'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    // What a person sees comes from the locale files.
    files: ['plugin/src/**/*.{ts,tsx}'],
    plugins: { '@grafana/i18n': grafanaI18n },
    rules: {
      '@grafana/i18n/no-untranslated-strings': 'error',
      '@grafana/i18n/no-translation-top-level': 'error',
      'max-lines-per-function': ['error', { max: 80 }],
    },
  },
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
      // A suite is one function.
      'max-lines-per-function': 'off',
    },
  },
  { files: ['**/*.mjs', '**/*.cjs', '**/*.js'], languageOptions: { globals: globals.node } },
  prettier,
);
