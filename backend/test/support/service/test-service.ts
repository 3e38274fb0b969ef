import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino, type Logger } from 'pino';
import { readConfig } from '../../../src/config/config.js';
import { startService, type Service } from '../../../src/service/service.js';
import { ServiceUnderTest, TEST_KEY, type Variables } from './service-under-test.js';

const SILENT = pino({ level: 'silent' });

/** The service in this process: it can be stopped and started again on its folder, and its clock is moved by the test. */
export class TestService extends ServiceUnderTest {
  /** What the service takes for the present time, epoch milliseconds; may be set at any time. */
  now: number;
  readonly #log: Logger;
  #service: Service | undefined;

  private constructor(folder: string, now: number, log: Logger) {
    super(folder, async (method, url, headers, payload) => {
      const request = { method, url, headers, ...(payload === undefined ? {} : { payload }) };
      const answer = await this.app.inject(request);
      return { status: answer.statusCode, headers: answer.headers, text: answer.body };
    });
    this.now = now;
    this.#log = log;
  }

  /** A service on an empty folder, not started yet. @param now epoch milliseconds */
  static async create(now: number, log: Logger = SILENT): Promise<TestService> {
    return new TestService(await mkdtemp(join(tmpdir(), 'callsight-test-')), now, log);
  }

  /** A service on a folder that is there already, not started yet. @param now epoch milliseconds */
  static on(folder: string, now: number): TestService {
    return new TestService(folder, now, SILENT);
  }

  /** A started service on an empty folder, which may still be restoring from InfluxDB. @param now epoch milliseconds */
  static async start(now: number, variables: Variables = {}): Promise<TestService> {
    const service = await TestService.create(now);
    try {
      await service.start(variables);
    } catch (error) {
      await service.remove();
      throw error;
    }
    return service;
  }

  /**
   * A service on an empty folder that is started before the tests of the file or the `describe` that calls this, and is
   * removed after them. @param now epoch milliseconds
   */
  static forTests(now: number, variables: Variables = {}): TestService {
    const service = new TestService(join(tmpdir(), `callsight-test-${randomUUID()}`), now, SILENT);
    beforeAll(() => service.start(variables));
    afterAll(() => service.remove());
    return service;
  }

  /** The running service. @throws when it is stopped */
  get service(): Service {
    if (this.#service === undefined) throw new Error('the service is not running');
    return this.#service;
  }

  get app(): FastifyInstance {
    return this.service.app;
  }

  /** The parts of the running service. */
  get services(): Service['services'] {
    return this.service.services;
  }

  async start(variables: Variables = {}): Promise<void> {
    const settings = {
      CALLSIGHT_DATA_DIR: this.folder,
      CALLSIGHT_DUCKDB_MEMORY: '1GB',
      CALLSIGHT_BOOTSTRAP_KEY: TEST_KEY,
      CALLSIGHT_MIN_FREE_BYTES: '0',
      // They add events to tenant `main`, and ask platforms.
      CALLSIGHT_CHECKS_BUILT_IN: 'false',
      ...variables,
    };
    this.#service = await startService(readConfig(settings).config, this.#log, () => this.now);
  }

  /** Starts, and waits until the rows of what the folder holds are prepared. */
  async startReady(variables: Variables = {}): Promise<void> {
    await this.start(variables);
    await this.waitUntilReady();
  }

  /** Takes requests over HTTP as well. @returns the address, such as `http://127.0.0.1:4000` */
  listen(): Promise<string> {
    return this.app.listen({ host: '127.0.0.1', port: 0 });
  }

  async waitUntilProjected(): Promise<void> {
    await this.services.projector.drain();
  }

  async waitUntilPublished(): Promise<void> {
    await this.waitUntilProjected();
    await this.services.replication?.drain();
  }

  async stop(): Promise<void> {
    const service = this.#service;
    this.#service = undefined;
    await service?.stop();
  }

  /** Stops, and removes the folder. */
  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
