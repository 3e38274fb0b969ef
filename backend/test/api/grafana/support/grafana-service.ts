import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyCreated, KeyInput } from '@callsight/contract/keys';
import { targetOf } from '../../../../src/lib/net/socket-address.js';
import { TestService } from '../../../support/service/test-service.js';
import { PluginHost } from './plugin-host.js';

export interface GrafanaService {
  readonly running: TestService;
  readonly host: PluginHost;
  /** As in Grafana's configuration. */
  readonly address: string;
  /** A new key, with the scope `query` and of the tenant `main` if nothing else is said. */
  key(input?: Partial<KeyInput> & { readonly tenant?: string }): Promise<KeyCreated>;
  stop(): Promise<void>;
}

/** A running service that takes requests of Grafana, and something that sends them. */
export async function startGrafanaService(
  now: number,
  kind: 'unix' | 'tcp' = 'unix',
  variables: Readonly<Record<string, string>> = {},
): Promise<GrafanaService> {
  const running = await TestService.start(now, variables);
  const folder = await mkdtemp(join(tmpdir(), 'callsight-socket-'));
  const wanted =
    kind === 'unix'
      ? ({ kind, path: join(folder, 'grafana.sock') } as const)
      : ({ kind, host: '127.0.0.1', port: 0 } as const);
  const address = targetOf(await running.service.listenGrafana(wanted));
  const host = await PluginHost.start(address);
  return {
    running,
    host,
    address,
    key: async (input = {}) => {
      const asked = { name: 'grafana', scopes: ['query'], ...input };
      const { status, body } = await running.main.request('POST', '/v1/keys', asked);
      if (status !== 201) throw new Error(`no key: ${JSON.stringify(body)}`);
      return body as KeyCreated;
    },
    stop: async () => {
      await host.stop();
      await running.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
