import type { FrameValue } from '@callsight/contract/query/answer';
import type { Service } from '../../src/service/service.js';
import type { Variables } from './service/service-under-test.js';
import type { TenantClient } from './service/tenant-client.js';
import { TestService } from './service/test-service.js';

export type { TenantClient } from './service/tenant-client.js';

/** A `TestService` with the earlier names of its methods, which the tests of webhooks still use. */
abstract class EarlierNames {
  protected readonly testService: TestService;
  readonly main: TenantClient;

  constructor(testService: TestService) {
    this.testService = testService;
    this.main = testService.main;
  }

  get now(): number {
    return this.testService.now;
  }
  set now(value: number) {
    this.testService.now = value;
  }
  get service(): Service {
    return this.testService.service;
  }
  tenant(name?: string): Promise<TenantClient> {
    return this.testService.tenant(name);
  }
  settled(): Promise<void> {
    return this.testService.waitUntilProjected();
  }
}

/** Its folder goes with it. */
export class RunningService extends EarlierNames {
  stop(): Promise<void> {
    return this.testService.remove();
  }
}

export const startRunningService = async (now: number, variables: Variables = {}): Promise<RunningService> =>
  new RunningService(await TestService.start(now, variables));

/** Its folder stays until it is removed. */
export class Restartable extends EarlierNames {
  static async create(now: number): Promise<Restartable> {
    return new Restartable(await TestService.create(now));
  }
  start(variables: Variables = {}): Promise<void> {
    return this.testService.startReady(variables);
  }
  stop(): Promise<void> {
    return this.testService.stop();
  }
  remove(): Promise<void> {
    return this.testService.remove();
  }
  async call(method: 'GET' | 'POST', url: string, body?: object): Promise<unknown> {
    return (await this.testService.main.request(method, url, body)).body;
  }
  values(query: object): Promise<readonly (readonly FrameValue[])[]> {
    return this.testService.main.values(query);
  }
}
