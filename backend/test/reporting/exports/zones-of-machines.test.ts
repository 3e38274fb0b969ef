import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TEST_KEY } from '../../support/service/service-under-test.js';
import { TestService } from '../../support/service/test-service.js';
import { EVENTS, NOW, RANGE } from './odd-events.js';

jest.setTimeout(180_000);

const run = promisify(execFile);

const BODIES = [
  { ...RANGE, dataset: 'calls' },
  { ...RANGE, dataset: 'appointments' },
  { ...RANGE, query: { metrics: ['calls.count', 'calls.cost.sum'], groupBy: ['agent'], interval: '1d' } },
];

it('gives the same bytes on machines in UTC, Tokyo and New York', async () => {
  const service = await TestService.start(NOW);
  try {
    await service.main.send(EVENTS);
    await service.waitUntilProjected();
    await service.stop();
    const found: { offset: number; hashes: Record<string, string> }[] = [];
    for (const zone of ['UTC', 'Asia/Tokyo', 'America/New_York']) {
      const args = [join(__dirname, 'hash-exports.mjs'), service.folder, String(NOW), TEST_KEY];
      const bodies = BODIES.map((body) => JSON.stringify(body));
      const env = { PATH: process.env['PATH'] ?? '', TZ: zone };
      const { stdout } = await run(process.execPath, [...args, ...bodies], { env });
      found.push(JSON.parse(stdout) as (typeof found)[number]);
    }
    expect(found.map(({ offset }) => offset)).toEqual([0, -540, 240]);
    expect(Object.keys(found[0]?.hashes ?? {})).toHaveLength(15);
    expect(found[1]?.hashes).toEqual(found[0]?.hashes);
    expect(found[2]?.hashes).toEqual(found[0]?.hashes);
  } finally {
    await service.remove();
  }
});
