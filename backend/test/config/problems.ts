import { ConfigError, readConfig } from '../../src/config/config.js';

/** What is wrong with settings; empty where nothing is. */
export function problemsOf(variables: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(variables);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}
