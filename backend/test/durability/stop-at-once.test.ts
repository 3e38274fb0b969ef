import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceProcess } from '../support/service/service-process.js';

it.each(['SIGTERM', 'SIGINT'] as const)(
  'a service that is told to stop by %s as soon as it is ready closes its stores',
  async (signal) => {
    const service = await ServiceProcess.start();
    try {
      await service.waitUntilReady();
      expect(await service.stop(signal)).toBe(0);
      // Written last, when everything is closed.
      expect(existsSync(join(service.folder, 'seal.json'))).toBe(true);
    } finally {
      await service.remove();
    }
  },
);
