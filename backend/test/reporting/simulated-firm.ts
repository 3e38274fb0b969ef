import type { ReportInput } from '@callsight/contract/reports/report';
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

/** A report as a file of a format. */
export async function rendered(service: TestService, report: object, format: string): Promise<Buffer> {
  const reply = await service.app.inject({
    method: 'POST',
    url: `/v1/reports/render?format=${format}`,
    headers: { authorization: `Bearer ${service.main.key}` },
    payload: report,
  });
  expect([reply.statusCode, reply.statusCode === 200 ? '' : reply.body]).toEqual([200, '']);
  return reply.rawPayload;
}

interface Template {
  readonly id: string;
  readonly title: string;
  readonly report: ReportInput;
}

/** The templates in a language. */
export async function templatesOf(service: TestService, locale: string): Promise<readonly Template[]> {
  const path = `/v1/report-templates?locale=${locale}&timezone=Europe/Berlin`;
  return ((await service.main.get(path)) as { templates: readonly Template[] }).templates;
}
