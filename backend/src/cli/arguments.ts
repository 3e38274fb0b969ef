import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { ApiSettings } from './api-client.js';
import type { CommandIo } from './callsight.js';

const SERVICE = { url: { type: 'string' }, key: { type: 'string' } } as const;

interface Arguments {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly positionals: readonly string[];
  readonly api: ApiSettings;
}

/** Reads flags that every command has, and its own. @returns undefined, with the reason on stderr, when they make no sense */
export function readArguments(
  args: string[],
  options: NonNullable<ParseArgsConfig['options']>,
  { env, stderr }: CommandIo,
): Arguments | undefined {
  try {
    const { values, positionals } = parseArgs({ args, options: { ...SERVICE, ...options }, allowPositionals: true });
    const texts = values as Record<string, string | undefined>;
    return {
      values: texts,
      positionals,
      api: {
        url: texts['url'] ?? env['CALLSIGHT_URL'] ?? 'http://127.0.0.1:4000',
        key: texts['key'] ?? env['CALLSIGHT_API_KEY'],
      },
    };
  } catch (error) {
    stderr.write(`callsight: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}

/** Says how a command is used, because it was not. */
export function misused({ stderr }: CommandIo, usage: string): number {
  stderr.write(`usage: callsight ${usage}\n`);
  return 2;
}
