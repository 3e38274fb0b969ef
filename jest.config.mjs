import { fileURLToPath } from 'node:url';

/** Tests run on the sources: swc turns them into CommonJS, packages that ship only ES modules included. */
const transform = {
  '^.+\\.(t|j|mj)s$': [
    '@swc/jest',
    { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
  ],
};

const project = (name) => ({
  displayName: name,
  globalSetup: fileURLToPath(new URL('scripts/check-build.mjs', import.meta.url)),
  rootDir: name,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform,
  transformIgnorePatterns: [
    '/node_modules/(?!(temporal-polyfill|temporal-utils|temporal-spec|content-disposition|cookie|marked|d3-[a-z-]+|internmap|mdast-util-[a-z-]+|micromark[a-z-]*|unist-util-[a-z-]+|decode-named-character-reference|character-entities|devlop)/)',
  ],
  moduleNameMapper: {
    '^@callsight/(contract|simulator|backend|bench)/(.*)$': '<rootDir>/../$1/src/$2.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
});

export default {
  projects: [project('simulator'), project('backend'), project('bench'), project('client'), project('plugin')],
  testTimeout: 60_000,
  maxWorkers: 2,
};
