import type { DeliveryCounts, DeliveryEntry, DeliveryPage } from '@callsight/contract/deliveries';
import type { Command } from 'commander';
import { askService } from './api-client.js';
import type { CommandIo } from './command-io.js';
import { wholeNumberFrom } from './option-values.js';
import { apiSettings, serviceOptions, type ServiceOptions } from './service-options.js';
import { JSON_OPTION, writeJson, writeList, type Column, type ListOptions } from './table.js';

interface FilterOptions {
  readonly connection?: string;
  readonly status?: string;
  readonly kind?: string;
  readonly limit?: number;
}

/** Those filters that were given, as a query string. */
function queryOf({ connection, status, kind, limit }: FilterOptions): string {
  const given = Object.entries({ connection, status, kind, limit })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): [string, string] => [name, String(value)]);
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

const pathOf = (provider: string | undefined, id: string | undefined): string =>
  ['/v1/deliveries', ...[provider, id].flatMap((part) => (part === undefined ? [] : [encodeURIComponent(part)]))].join(
    '/',
  );

/** What is known of why a delivery was refused. */
function refusalOf({ refusal }: DeliveryEntry): string {
  if (refusal === undefined) return '';
  const { header, header_present: isPresent, signed_url: url, clock_difference_s: difference } = refusal;
  const facts = [
    `header ${header} ${isPresent ? 'present' : 'missing'}`,
    ...(url === undefined ? [] : [`signed URL ${url}`]),
    ...(difference === undefined ? [] : [`clock difference ${difference} s`]),
  ];
  return ` [${facts.join('; ')}]`;
}

/** What was passed over while the rest was taken. */
const warningsOf = ({ warnings = [] }: DeliveryEntry): string =>
  warnings.length === 0 ? '' : `warnings: ${warnings.map(({ message }) => message).join('; ')}`;

const LIST: readonly Column<DeliveryEntry>[] = [
  { title: 'id', value: ({ id }) => id },
  { title: 'received', value: ({ received_at: at }) => at },
  { title: 'account', value: ({ provider, connection }) => `${provider}/${connection}` },
  { title: 'kind', value: ({ kind }) => kind },
  { title: 'status', value: ({ status }) => status },
  { title: 'events', value: ({ events }) => `${events} events`, shown: ({ events }) => events, isNumber: true },
  { title: 'message', value: (one) => `${one.message ?? ''}${refusalOf(one)}${warningsOf(one)}`, isLong: true },
];

type Count = DeliveryCounts['counts'][number];

const COUNTS: readonly Column<Count>[] = [
  { title: 'account', value: ({ provider, connection }) => `${provider}/${connection}` },
  { title: 'kind', value: ({ kind }) => kind },
  { title: 'status', value: ({ status }) => status },
  { title: 'deliveries', value: ({ deliveries }) => deliveries, isNumber: true },
  { title: 'events', value: ({ events }) => `${events} events`, shown: ({ events }) => events, isNumber: true },
  { title: 'latest', value: ({ last_received_at: at }) => at },
];

const withFilters = (command: Command): Command =>
  command
    .option('--connection <name>', 'of one webhook account only')
    .option('--status <status>', 'received, waiting, mapped, failed or refused')
    .option('--kind <kind>', 'of one kind only, such as end-of-call-report');

/** `callsight deliveries`: the latest webhook deliveries, one with what it carried, and mapping them again. */
export function addDeliveries(program: Command, io: CommandIo): void {
  const deliveries = program.command('deliveries').description('look at webhook deliveries, map them again');
  withFilters(serviceOptions(deliveries.command('list [provider]')))
    .description('list the latest deliveries, and why one was refused')
    .option('--limit <n>', 'how many at most, up to 999', wholeNumberFrom(1, 999))
    .option(...JSON_OPTION)
    .action(async (provider: string | undefined, options: ServiceOptions & FilterOptions & ListOptions) => {
      const path = pathOf(provider, undefined) + queryOf(options);
      const { deliveries: found } = (await askService(apiSettings(options, io), 'GET', path)) as DeliveryPage;
      writeList(io, found, LIST, { json: options.json, empty: 'there are no such deliveries' });
    });
  serviceOptions(deliveries.command('show <provider> <id>'))
    .description('show one delivery as JSON: what it carried, sealed, and what was looked up for it')
    .action(async (provider: string, id: string, options: ServiceOptions) => {
      writeJson(io, await askService(apiSettings(options, io), 'GET', pathOf(provider, id)));
    });
  withFilters(serviceOptions(deliveries.command('replay <provider> [id]')))
    .description('map one delivery again, or all of a provider that fit')
    .action(async (provider: string, id: string | undefined, options: ServiceOptions & FilterOptions) => {
      const path = `${pathOf(provider, id)}/replay${id === undefined ? queryOf(options) : ''}`;
      io.stdout.write(`${JSON.stringify(await askService(apiSettings(options, io), 'POST', path))}\n`);
    });
  serviceOptions(deliveries.command('counts'))
    .description('count deliveries by account, kind and status')
    .option('--hours <n>', 'how far back', wholeNumberFrom(1, 9_999))
    .option(...JSON_OPTION)
    .action(async (options: ServiceOptions & ListOptions & { hours?: number }) => {
      const path = `/v1/deliveries/counts${options.hours === undefined ? '' : `?hours=${options.hours}`}`;
      const answer = (await askService(apiSettings(options, io), 'GET', path)) as DeliveryCounts;
      writeList(io, answer.counts, COUNTS, { json: options.json, empty: 'there were no deliveries' });
      if (answer.refused_unrecorded > 0)
        io.stderr.write(`${answer.refused_unrecorded} more were refused and came too fast to be listed\n`);
    });
}
