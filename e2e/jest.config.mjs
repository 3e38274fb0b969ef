import config from '../jest.config.mjs';

/** Callsight in a real Grafana: needs `GRAFANA_HOME`, or a `grafana` on the PATH. */
const [{ transform, transformIgnorePatterns, moduleNameMapper }] = config.projects;

export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform,
  transformIgnorePatterns,
  moduleNameMapper: { ...moduleNameMapper, '^@callsight/contract/(.*)$': '<rootDir>/../contract/src/$1.ts' },
  testTimeout: 60_000,
  maxWorkers: 1,
};
