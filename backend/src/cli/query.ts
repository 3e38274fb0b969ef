import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { QueryAnswer } from '@callsight/contract/query/answer';
import type { Command } from 'commander';
import { askService } from './api-client.js';
import { CommandFailed, misused, type CommandIo } from './command-io.js';
import { frameTable } from './frame-table.js';
import { apiSettings, serviceOptions, type ServiceOptions } from './service-options.js';
import { isTerminal, JSON_OPTION, printable, writeJson, type ListOptions } from './table.js';

/** The request: the argument itself, the file that it names with @, or stdin for a dash. */
export async function requestText(argument: string, { stdin }: CommandIo): Promise<string> {
  if (argument === '-') return text(stdin);
  if (!argument.startsWith('@')) return argument;
  const file = argument.slice(1);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw misused(`cannot read the request from ${file} (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
}

export function parseRequest(json: string): { readonly timezone?: unknown } {
  try {
    const request = JSON.parse(json) as unknown;
    if (typeof request === 'object' && request !== null && !Array.isArray(request)) return request;
  } catch (error) {
    throw misused(`the request is not JSON: ${(error as Error).message}`);
  }
  throw misused('the request must be an object such as {"from":"now-7d","to":"now","queries":[…]}');
}

/** A table for each frame of each query. */
function showTables({ results }: QueryAnswer, timezone: string, { stdout }: CommandIo): void {
  let gap = '';
  for (const [refId, result] of Object.entries(results)) {
    if (!('frames' in result)) continue;
    for (const frame of result.frames) {
      const { name } = frame.schema;
      const heading = name === '' || name === refId ? refId : `${refId}: ${name}`;
      const table = frameTable(frame, { timezone, width: stdout.columns });
      stdout.write(`${gap}${printable(heading)}\n${table === '' ? 'no rows\n' : table}`);
      gap = '\n';
    }
  }
}

async function query(argument: string, options: ServiceOptions & ListOptions, io: CommandIo): Promise<void> {
  const request = parseRequest(await requestText(argument, io));
  const answer = (await askService(apiSettings(options, io), 'POST', '/v1/query', request)) as QueryAnswer;
  if (options.json === true || !isTerminal(io.stdout)) writeJson(io, answer);
  else showTables(answer, typeof request.timezone === 'string' ? request.timezone : 'UTC', io);
  const failures = Object.entries(answer.results).flatMap(([refId, result]) =>
    'error' in result ? [`query ${refId}: ${result.error.message} (${result.error.code})`] : [],
  );
  if (failures.length > 0) throw new CommandFailed(failures.join('\n'));
}

/** `callsight query`: any request of `POST /v1/query`. */
export function addQuery(program: Command, io: CommandIo): void {
  serviceOptions(program.command('query <request>'))
    .description('answer a request of POST /v1/query: a table for each query on a terminal, JSON elsewhere')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      `
The request is JSON in the argument, in a file (@request.json), or on stdin (-). For example:

  callsight query '{"from":"now-7d","to":"now","queries":[
    {"refId":"A","metrics":["calls.count","calls.answer_rate"],"groupBy":["agent"]}]}'

The API key needs the scope "query". Queries that fail are named on stderr; then the exit code is 1.`,
    )
    .action((request: string, options: ServiceOptions & ListOptions) => query(request, options, io));
}
