import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { misused, type CommandIo } from './command-io.js';

/** Where a service is, and the key that it is asked with. */
export interface ApiSettings {
  /** Without credentials, without a slash at its end. */
  readonly url: string;
  readonly key: string | undefined;
}

export interface ServiceOptions {
  readonly url?: string;
  readonly key?: string;
  readonly keyFile?: string;
}

/** Heading of these options in help. */
export const SERVICE_GROUP = 'Service:';

/** Adds the options of every command that talks to the running service. */
export const serviceOptions = (command: Command): Command =>
  command
    .optionsGroup(SERVICE_GROUP)
    .option('--url <url>', 'address of the service (CALLSIGHT_URL, http://127.0.0.1:4000)')
    .option(
      '--key-file <file>',
      'file with the API key (CALLSIGHT_API_KEY_FILE, or the key itself in CALLSIGHT_API_KEY)',
    )
    .option('--key <key>', 'the API key itself; other users of this machine can see it in the list of processes')
    .optionsGroup('Options:');

/** @throws CommandFailed; the value is not repeated, as it may hold a password */
function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw misused('--url (CALLSIGHT_URL) must be an http or https address such as http://127.0.0.1:4000');
  if (url.username !== '' || url.password !== '')
    throw misused('--url (CALLSIGHT_URL) must be the address alone; the API key belongs into CALLSIGHT_API_KEY');
  return text.replace(/\/+$/, '');
}

function keyIn(file: string, name: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch (error) {
    throw misused(`${name}: cannot read the file (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
}

/** The nearest source of a key: a flag before a variable. */
function keyOf({ key, keyFile }: ServiceOptions, env: CommandIo['env']): string | undefined {
  if (key !== undefined && keyFile !== undefined) throw misused('--key and --key-file are both given; keep one');
  if (key !== undefined) return key;
  if (keyFile !== undefined) return keyIn(keyFile, '--key-file');
  const [value, file] = [env['CALLSIGHT_API_KEY'] || undefined, env['CALLSIGHT_API_KEY_FILE'] || undefined];
  if (value !== undefined && file !== undefined)
    throw misused('CALLSIGHT_API_KEY and CALLSIGHT_API_KEY_FILE are both set; keep one');
  return file === undefined ? value : keyIn(file, 'CALLSIGHT_API_KEY_FILE');
}

/** Reads where the service is and which key to use. An empty variable counts as absent. @throws CommandFailed */
export const apiSettings = (options: ServiceOptions, { env }: CommandIo): ApiSettings => ({
  url: addressOf(options.url ?? (env['CALLSIGHT_URL'] || 'http://127.0.0.1:4000')),
  key: keyOf(options, env),
});

/** What a command says that needs a key and has none. */
export const noKey = (): Error =>
  misused('no API key: set CALLSIGHT_API_KEY or CALLSIGHT_API_KEY_FILE, or give --key-file');
