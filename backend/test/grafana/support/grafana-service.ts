import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { targetOf } from '../../../src/grafana/address.js';
import { startRunningService, type RunningService } from '../../support/running-service.js';
import { PluginHost } from './plugin-host.js';

export interface GrafanaService {
  readonly running: RunningService;
  readonly host: PluginHost;
  /** As in Grafana's configuration. */
  readonly address: string;
  /** A key of the tenant of the bootstrap key. */
  key(scopes: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

/** A running service that takes requests of Grafana, and something that sends them. */
export async function startGrafanaService(
  now: number,
  kind: 'unix' | 'tcp' = 'unix',
  variables: Readonly<Record<string, string>> = {},
): Promise<GrafanaService> {
  const running = await startRunningService(now, variables);
  const folder = await mkdtemp(join(tmpdir(), 'callsight-socket-'));
  const wanted =
    kind === 'unix'
      ? ({ kind, path: join(folder, 'grafana.sock') } as const)
      : ({ kind, host: '127.0.0.1', port: 0 } as const);
  const address = targetOf(await running.service.grafana.listen(wanted));
  const host = await PluginHost.start(address);
  return {
    running,
    host,
    address,
    key: async (scopes) => {
      const { body } = await running.main.request('POST', '/v1/keys', { name: 'grafana', scopes });
      return (body as { key: string }).key;
    },
    stop: async () => {
      await host.stop();
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
