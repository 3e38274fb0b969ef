import js from '@eslint/js';
import grafanaI18n from '@grafana/i18n/eslint-plugin';
import prettier from 'eslint-config-prettier';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import ts from 'typescript-eslint';

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
    },
  },
  { files: ['**/*.mjs', '**/*.cjs', '**/*.js'], languageOptions: { globals: globals.node } },
  prettier,
);
