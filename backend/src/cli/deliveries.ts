import { askService } from './api-client.js';
import { misused, readArguments } from './arguments.js';
import type { CommandIo } from './callsight.js';

interface Entry {
  readonly id: string;
  readonly received_at: string;
  readonly kind: string;
  readonly status: string;
  readonly events: number;
  readonly message?: string;
}

/** `callsight deliveries`: the latest webhook deliveries of a provider, and mapping one again. */
export async function deliveriesCommand(args: string[], io: CommandIo): Promise<number> {
  const read = readArguments(args, {}, io);
  if (read === undefined) return 2;
  const { positionals, api } = read;
  const [action, provider, id] = positionals;
  if (action === 'list' && provider !== undefined) {
    const { deliveries } = (await askService(api, 'GET', `/v1/deliveries/${encodeURIComponent(provider)}`)) as {
      deliveries: Entry[];
    };
    for (const one of deliveries)
      io.stdout.write(
        `${one.id}\t${one.received_at}\t${one.kind}\t${one.status}\t${one.events} events\t${one.message ?? ''}\n`,
      );
    return 0;
  }
  if (action === 'replay' && provider !== undefined && id !== undefined) {
    const answer = await askService(
      api,
      'POST',
      `/v1/deliveries/${encodeURIComponent(provider)}/${encodeURIComponent(id)}/replay`,
    );
    io.stdout.write(`${JSON.stringify(answer)}\n`);
    return 0;
  }
  return misused(io, 'deliveries list PROVIDER | replay PROVIDER ID');
}
