import type { Run } from '@callsight/contract/reports/run';
import type { TestService } from '../../support/service/test-service.js';
import { until } from '../../support/service/until.js';

const OPEN = ['queued', 'waiting_for_data', 'rendering', 'sending'];

export const schedule = (id: string, further: object = {}): object => ({
  id,
  report: 'daily',
  cron: '0 8 * * *',
  timezone: 'Europe/Berlin',
  formats: ['json'],
  recipients: [],
  ...further,
});

/** What tests of schedules do with a service whose clock they move. */
export function scheduledRuns(service: TestService) {
  const put = async (kind: string, definition: object): Promise<void> => {
    const { status, body } = await service.main.request('POST', `/v1/${kind}`, definition);
    expect([status, body]).toEqual([201, expect.anything()]);
  };

  const runsOf = async (id: string): Promise<Run[]> =>
    ((await service.main.get(`/v1/schedules/${id}/runs`)) as { runs: Run[] }).runs;

  /** Runs of a schedule when none of them goes on, the latest first. */
  async function endedRuns(id: string): Promise<Run[]> {
    await until(async () => (await runsOf(id)).every(({ status }) => !OPEN.includes(status)));
    return runsOf(id);
  }

  async function at(now: number): Promise<void> {
    service.now = now;
    await service.services.scheduler.round();
  }

  return { put, runsOf, endedRuns, at };
}
