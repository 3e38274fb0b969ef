import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QueryAnswer } from '@callsight/contract/query/answer';
import { pino } from 'pino';
import { readConfig } from '../../src/config/config.js';
import { startService, type Service } from '../../src/service/service.js';
import { until } from './service-process.js';

const KEY = 'key-of-the-restartable-service';

/** A service on a folder that outlives it, so that a test can stop it and start it again with other settings. */
export class Restartable {
  readonly folder: string;
  now: number;
  #service: Service | undefined;

  private constructor(folder: string, now: number) {
    this.folder = folder;
    this.now = now;
  }

  static async create(now: number): Promise<Restartable> {
    return new Restartable(await mkdtemp(join(tmpdir(), 'callsight-restart-')), now);
  }

  /** On a folder that is there already, and that somebody else removes. */
  static on(folder: string, now: number): Restartable {
    return new Restartable(folder, now);
  }

  get service(): Service {
    if (this.#service === undefined) throw new Error('the service is not running');
    return this.#service;
  }

  async start(variables: Readonly<Record<string, string>> = {}): Promise<void> {
    const settings = {
      CALLSIGHT_DATA_DIR: this.folder,
      CALLSIGHT_BOOTSTRAP_KEY: KEY,
      CALLSIGHT_MIN_FREE_BYTES: '0',
      ...variables,
    };
    this.#service = await startService(readConfig(settings).config, pino({ level: 'silent' }), () => this.now);
    const { isPrepared } = this.#service.services;
    await until(() => Promise.resolve(isPrepared()));
  }

  async stop(): Promise<void> {
    await this.#service?.stop();
    this.#service = undefined;
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async call(method: 'GET' | 'POST', url: string, body?: object): Promise<unknown> {
    const answer = await this.service.app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${KEY}` },
      ...(body === undefined ? {} : { payload: body }),
    });
    return answer.body === '' ? undefined : (JSON.parse(answer.body) as unknown);
  }

  async settled(): Promise<void> {
    await this.service.services.projector.drain();
  }

  /** Values of the frame of one metric query, column by column. */
  async values(query: object): Promise<unknown[][]> {
    const body = { from: '2026-01-01T00:00:00Z', to: '2026-06-01T00:00:00Z', queries: [{ refId: 'A', ...query }] };
    const { results } = (await this.call('POST', '/v1/query', body)) as QueryAnswer;
    const result = results['A']!;
    if (!('frames' in result)) throw new Error(JSON.stringify(result));
    return result.frames[0]!.data.values;
  }
}
