import { simulateHistory } from '@callsight/simulator/simulate-history';
import { TestService } from '../support/service/test-service.js';

/** Friday 27 November 2026, 06:00 in Berlin. */
const NOW = Date.UTC(2026, 10, 27, 5);

const WEEKS = 6;
const DAY_MS = 86_400_000;

/** A service with six weeks of a small firm: the same events each time. */
export function simulatedFirm(): TestService {
  const service = TestService.forTests(NOW);
  beforeAll(async () => {
    const options = { seed: 'reports', from: NOW - WEEKS * 7 * DAY_MS, callsPerDay: 60, to: NOW } as const;
    const events = [...simulateHistory({ ...options, duplicates: 0, disorder: 0 })];
    for (let begin = 0; begin < events.length; begin += 1_000)
      await service.main.send(events.slice(begin, begin + 1_000));
    await service.waitUntilProjected();
  }, 120_000);
  return service;
}
