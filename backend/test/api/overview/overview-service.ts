import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyCreated, Scope } from '@callsight/contract/keys';
import type { QueryAnswer, QueryResult } from '@callsight/contract/query/answer';
import type { QueryRequest } from '@callsight/contract/query/request';
import { pino } from 'pino';
import { readConfig } from '../../../src/config/config.js';
import { startService } from '../../../src/service/service.js';

export const ROOT_KEY = 'root-key-of-the-test';

/** A Tuesday afternoon in Berlin. */
const NOW = Date.UTC(2026, 2, 10, 14, 30);

/** A real service on its own data, whose clock the test sets. */
export async function startOverview(settings: Record<string, string> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'callsight-overview-'));
  const { config } = readConfig({
    CALLSIGHT_DATA_DIR: dataDir,
    CALLSIGHT_BOOTSTRAP_KEY: ROOT_KEY,
    CALLSIGHT_TIMEZONE: 'Europe/Berlin',
    CALLSIGHT_LOG_LEVEL: 'silent',
    CALLSIGHT_CHECKS_BUILT_IN: 'false',
    ...settings,
  });
  let now = NOW;
  const service = await startService(config, pino({ level: 'silent' }), () => now);
  const { app, services } = service;
  const authorization = `Bearer ${ROOT_KEY}`;

  return {
    app,
    services,
    now: () => now,
    advance: (ms: number) => {
      now += ms;
    },
    /** Takes events in and waits until they can be queried. */
    send: async (events: object[], key = ROOT_KEY) => {
      const reply = await app.inject({
        method: 'POST',
        url: '/v1/events',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' },
        payload: JSON.stringify(events),
      });
      await services.projector.drain();
      return reply;
    },
    get: (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers }),
    submit: (url: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
      app.inject({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        payload: new URLSearchParams(form).toString(),
      }),
    createKey: async (scopes: Scope[], tenant = 'main'): Promise<KeyCreated> => {
      const payload = { name: 'test', scopes, tenant };
      return (await app.inject({ method: 'POST', url: '/v1/keys', headers: { authorization }, payload })).json();
    },
    revokeKey: (id: string) => app.inject({ method: 'DELETE', url: `/v1/keys/${id}`, headers: { authorization } }),
    ask: async (request: QueryRequest): Promise<Record<string, QueryResult>> => {
      const reply = await app.inject({
        method: 'POST',
        url: '/v1/query',
        headers: { authorization },
        payload: request,
      });
      return reply.json<QueryAnswer>().results;
    },
    /** As `POST /v1/query` answers. */
    answer: async (payload: QueryRequest): Promise<QueryAnswer> =>
      (await app.inject({ method: 'POST', url: '/v1/query', headers: { authorization }, payload })).json(),
    stop: async () => {
      await service.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type OverviewService = Awaited<ReturnType<typeof startOverview>>;
