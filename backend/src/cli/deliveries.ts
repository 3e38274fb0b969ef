import type { DeliveryCounts, DeliveryEntry, DeliveryPage } from '@callsight/contract/deliveries';
import { askService, type ApiSettings } from './api-client.js';
import { misused, readArguments } from './arguments.js';
import type { CommandIo } from './callsight.js';

const USAGE = `deliveries list [PROVIDER] [--connection NAME] [--status STATUS] [--kind KIND] [--limit N]
       callsight deliveries show PROVIDER ID
       callsight deliveries replay PROVIDER [ID] [--connection NAME] [--status STATUS] [--kind KIND]
       callsight deliveries counts [--hours N]`;

const OPTIONS = {
  connection: { type: 'string' },
  status: { type: 'string' },
  kind: { type: 'string' },
  limit: { type: 'string' },
  hours: { type: 'string' },
} as const;

type Values = Readonly<Record<string, string | undefined>>;

/** Those of some flags that were given, as a query string. */
function queryOf(values: Values, names: readonly string[]): string {
  const given = names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]] as [string, string]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

/** What is known of why a delivery was refused. */
function refusalOf({ refusal }: DeliveryEntry): string {
  if (refusal === undefined) return '';
  const { header, header_present: isPresent, signed_url: url, clock_difference_s: difference } = refusal;
  return [
    ` [header ${header} ${isPresent ? 'present' : 'missing'}`,
    ...(url === undefined ? [] : [`signed URL ${url}`]),
    ...(difference === undefined ? [] : [`clock difference ${difference} s`]),
  ]
    .join('; ')
    .concat(']');
}

/** What was passed over while the rest was taken. */
const warningsOf = ({ warnings = [] }: DeliveryEntry): string =>
  warnings.length === 0 ? '' : `warnings: ${warnings.map(({ message }) => message).join('; ')}`;

const line = (one: DeliveryEntry): string =>
  [
    one.id,
    one.received_at,
    `${one.provider}/${one.connection}`,
    one.kind,
    one.status,
    `${one.events} events`,
    `${one.message ?? ''}${refusalOf(one)}${warningsOf(one)}`,
  ].join('\t');

async function list(api: ApiSettings, provider: string | undefined, values: Values, io: CommandIo): Promise<number> {
  const path = provider === undefined ? '/v1/deliveries' : `/v1/deliveries/${encodeURIComponent(provider)}`;
  const query = queryOf(values, ['connection', 'status', 'kind', 'limit']);
  const { deliveries } = (await askService(api, 'GET', path + query)) as DeliveryPage;
  for (const one of deliveries) io.stdout.write(`${line(one)}\n`);
  return 0;
}

async function counts(api: ApiSettings, values: Values, io: CommandIo): Promise<number> {
  const answer = await askService(api, 'GET', `/v1/deliveries/counts${queryOf(values, ['hours'])}`);
  const { counts: found, refused_unrecorded: unrecorded } = answer as DeliveryCounts;
  for (const { provider, connection, kind, status, deliveries, events, last_received_at: last } of found)
    io.stdout.write(`${provider}/${connection}\t${kind}\t${status}\t${deliveries}\t${events} events\t${last}\n`);
  if (unrecorded > 0) io.stdout.write(`${unrecorded} more were refused and came too fast to be listed\n`);
  return 0;
}

/** `callsight deliveries`: the latest webhook deliveries, one with what it carried, and mapping them again. */
export async function deliveriesCommand(args: string[], io: CommandIo): Promise<number> {
  const read = readArguments(args, OPTIONS, io);
  if (read === undefined) return 2;
  const { positionals, api, values } = read;
  const [action, provider, id] = positionals;
  if (action === 'list') return list(api, provider, values, io);
  if (action === 'counts') return counts(api, values, io);
  if (provider === undefined) return misused(io, USAGE);
  const path = `/v1/deliveries/${encodeURIComponent(provider)}${id === undefined ? '' : `/${encodeURIComponent(id)}`}`;
  if (action === 'show' && id !== undefined) {
    io.stdout.write(`${JSON.stringify(await askService(api, 'GET', path), null, 2)}\n`);
    return 0;
  }
  if (action === 'replay') {
    const query = id === undefined ? queryOf(values, ['connection', 'status', 'kind']) : '';
    io.stdout.write(`${JSON.stringify(await askService(api, 'POST', `${path}/replay${query}`))}\n`);
    return 0;
  }
  return misused(io, USAGE);
}
