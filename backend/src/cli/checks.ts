import type { Check, CheckResult, Component } from '@callsight/contract/monitoring/check';
import type { Command } from 'commander';
import { askService } from './api-client.js';
import type { CommandIo } from './command-io.js';
import { wholeNumberFrom } from './option-values.js';
import { apiSettings, serviceOptions, type ServiceOptions } from './service-options.js';
import { JSON_OPTION, writeList, type Column, type ListOptions } from './table.js';

const COMPONENTS: readonly Column<Component>[] = [
  { title: 'component', value: ({ component }) => component },
  { title: 'status', value: ({ status }) => status },
  { title: 'since', value: ({ since }) => since },
  { title: 'suppressed by', value: ({ suppressed_by: by }) => by ?? '', isExtra: true },
  { title: 'reason', value: ({ reason }) => reason ?? '', isLong: true },
];

const CHECKS: readonly Column<Check>[] = [
  { title: 'id', value: ({ id }) => id },
  { title: 'component', value: ({ component }) => component },
  { title: 'kind', value: ({ kind }) => kind },
  { title: 'every', value: ({ every, paused }) => (paused === true ? 'paused' : (every ?? '')) },
  { title: 'target', value: ({ target }) => target ?? '', isLong: true },
];

const RESULTS: readonly Column<CheckResult>[] = [
  { title: 'at', value: ({ at }) => at },
  { title: 'status', value: ({ status }) => status },
  { title: 'ms', value: ({ latency_ms: ms }) => (ms === null ? '' : Math.round(ms)), isNumber: true },
  { title: 'reason', value: ({ reason }) => reason ?? '', isLong: true },
];

const pathOf = (id: string, rest: string): string => `/v1/checks/${encodeURIComponent(id)}/${rest}`;

/** `callsight checks`: health checks, what they found, and the components that they look at. */
export function addChecks(program: Command, io: CommandIo): void {
  const checks = program.command('checks').description('look at components, health checks and their results; run one');
  serviceOptions(checks.command('components'))
    .description('list all components as they were reported last, by checks or by events')
    .option(...JSON_OPTION)
    .action(async (options: ServiceOptions & ListOptions) => {
      const answer = await askService(apiSettings(options, io), 'GET', '/v1/components');
      const { components } = answer as { components: Component[] };
      writeList(io, components, COMPONENTS, { json: options.json, empty: 'nothing was reported in the last day' });
    });
  serviceOptions(checks.command('list'))
    .description('list the checks that are defined')
    .option(...JSON_OPTION)
    .action(async (options: ServiceOptions & ListOptions) => {
      const answer = await askService(apiSettings(options, io), 'GET', '/v1/checks');
      const { checks: found } = answer as { checks: Check[] };
      writeList(io, found, CHECKS, { json: options.json, empty: 'no check is defined; POST /v1/checks makes one' });
    });
  serviceOptions(checks.command('results <id>'))
    .description('list what a check found since the start of the service, the latest first')
    .option('--limit <n>', 'how many at most, up to 100', wholeNumberFrom(1, 100), 20)
    .option(...JSON_OPTION)
    .action(async (id: string, options: ServiceOptions & ListOptions & { limit: number }) => {
      const { limit, json } = options;
      const answer = await askService(apiSettings(options, io), 'GET', pathOf(id, `results?limit=${limit}`));
      const { results } = answer as { results: CheckResult[] };
      writeList(io, results, RESULTS, { json, empty: 'it has not run since the start of the service' });
    });
  serviceOptions(checks.command('run <id>'))
    .description('run a check now, and record what it finds')
    .option(...JSON_OPTION)
    .action(async (id: string, options: ServiceOptions & ListOptions) => {
      const result = (await askService(apiSettings(options, io), 'POST', pathOf(id, 'run'))) as CheckResult;
      writeList(io, [result], RESULTS, { json: options.json, empty: '' });
    });
}
