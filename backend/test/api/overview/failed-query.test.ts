import type { QueryAnswer } from '@callsight/contract/query/answer';
import { queryOverview } from '../../../src/api/overview/figures/query-overview.js';
import { OVERVIEW_RANGES } from '../../../src/api/overview/overview-range.js';
import { overviewMain } from '../../../src/api/overview/page/overview-page.js';
import type { PipelineState } from '../../../src/api/overview/pipeline-state.js';
import { callEvents } from './call-events.js';
import { startOverview } from './overview-service.js';
import { sectionText } from './section-text.js';
import { tilesOf } from './tiles-of.js';

const PIPELINE: PipelineState = {
  isReady: false,
  accepted: 0,
  duplicates: 0,
  rejected: 0,
  waiting: 0,
  pending: 0,
  failed: 0,
  lastDeliveredAt: 0,
  failure: undefined,
  refused: 'unreadable',
};

async function pageWith(spoil: (answer: QueryAnswer) => QueryAnswer) {
  const service = await startOverview();
  const errors: unknown[] = [];
  try {
    await service.send(callEvents({ id: 'c', at: service.now() - 60_000, wait: 3 }));
    const [range] = OVERVIEW_RANGES;
    const timezone = 'Europe/Berlin';
    const figures = await queryOverview({
      query: async (request) => spoil(await service.answer(request)),
      range,
      timezone,
      now: service.now(),
      onError: (error) => errors.push(error),
    });
    return {
      page: overviewMain({ figures, pipeline: PIPELINE, range, timezone, address: 'http://here' }).text,
      errors,
    };
  } finally {
    await service.stop();
  }
}

test('a query that fails is told in its section, and the rest stays', async () => {
  const failed = { error: { code: 'query_timeout', message: 'the query took longer than <30 s>' } };
  const { page } = await pageWith(({ results }) => ({ results: { ...results, outcomes: failed } }));
  expect(sectionText(page, 'outcomes')).toContain('This could not be answered. the query took longer than <30 s>');
  expect(page).toContain('&lt;30 s&gt;');
  expect(tilesOf(page)['Calls']).toMatch(/^1 \|/);
  expect(sectionText(page, 'agents')).toContain('Reception');
});

test('without any answer the page still stands and says what is wrong', async () => {
  const { page, errors } = await pageWith(() => {
    throw new Error('the database is gone: /secret/path');
  });
  expect(errors).toHaveLength(3);
  expect(page).not.toContain('/secret/path');
  for (const id of ['calls', 'outcomes', 'agents', 'latency'])
    expect(sectionText(page, id)).toContain('could not be answered');
  expect(sectionText(page, 'kpi')).toContain('The KPI could not be answered.');
  const pipeline = sectionText(page, 'pipeline');
  expect(pipeline).toContain('Not taking events');
  expect(pipeline).toContain('The quarantine cannot be read');
});
