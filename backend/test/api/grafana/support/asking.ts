import type { Frame } from '@callsight/contract/query/answer';
import { framesOf } from '../../../support/frames.js';
import type { TenantClient } from '../../../support/service/tenant-client.js';
import type { GrafanaService } from './grafana-service.js';
import type { Datasource, SentQuery } from './plugin-host.js';
import type { ReadFrame } from './read-arrow.js';

interface Range {
  /** RFC 3339. */
  readonly from: string;
  readonly to: string;
}

/** How a panel asks, besides its query. */
interface Panel extends Range {
  readonly timezone?: string;
  readonly maxDataPoints?: number;
  readonly intervalMS?: number;
}

/** A tenant whose data can be asked for in both ways. */
export interface Asker {
  readonly tenant: TenantClient;
  /** As Grafana keeps it. */
  readonly datasource: Datasource;
  send(events: readonly object[]): Promise<void>;
  /** The frames of one query, as Grafana reads them; a failed query fails the test. */
  frames(model: object, panel: Panel): Promise<readonly ReadFrame[]>;
  /** The same of `POST /v1/query`. */
  api(query: object, range: Range & { readonly timezone?: string }): Promise<readonly Frame[]>;
}

let tenants = 0;

/** A new tenant, with a key for Grafana. */
export async function newAsker(service: GrafanaService, events: readonly object[] = []): Promise<Asker> {
  tenants += 1;
  const name = `asker-${tenants}`;
  const tenant = await service.running.tenant(name);
  const { key: apiKey } = await service.key({ tenant: name });
  const send = async (sent: readonly object[]): Promise<void> => {
    if (sent.length > 0) await tenant.send(sent);
    await service.running.waitUntilProjected();
  };
  await send(events);
  return {
    tenant,
    datasource: { apiKey },
    send,
    frames: async (model, { timezone, ...panel }) => {
      const sent: SentQuery = { ...panel, model: timezone === undefined ? model : { ...model, timezone } };
      const { A: answer } = await service.host.queryData({ apiKey }, [sent]);
      if (answer?.status !== 200) throw new Error(`the query failed: ${JSON.stringify(answer)}`);
      return answer.frames;
    },
    api: async (query, range) => framesOf(await tenant.query({ ...range, queries: [{ refId: 'A', ...query }] })),
  };
}
