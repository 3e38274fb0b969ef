import { callsPage } from '../parts/page.js';
import { barsPanel } from '../parts/bars-panel.js';
import { metricsOf } from '../parts/question.js';
import { pageLink } from '../parts/page-link.js';
import { scorePanel } from '../parts/score-panel.js';
import { tablePanel } from '../parts/table-panel.js';
import { trendPanel } from '../parts/trend-panel.js';

const STAGES = ['endpointing', 'asr', 'llm', 'tts', 'unexplained'] as const;

/** How conversations feel: how fast the agent answers, how often it is interrupted, what goes wrong. */
export const quality = callsPage(
  'quality',
  'How conversations feel: how fast agents answer, where the time goes, interruptions, silence, errors, sentiment.',
  { from: 'now-24h' },
)
  .withPanel(
    scorePanel({
      title: 'Turn latency, median',
      description: 'The caller stops speaking, the agent starts speaking.',
      metric: 'turns.latency.p50',
      good: 'down',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Turn latency, 95th percentile',
      description: 'One turn in twenty took longer.',
      metric: 'turns.latency.p95',
      good: 'down',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Interrupted turns',
      description: 'Turns of the agent that the caller cut short.',
      metric: 'turns.interrupted_rate',
      good: 'down',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Calls with errors',
      description: 'Calls with at least one error.',
      metric: 'calls.error_rate',
      good: 'down',
      more: 'health',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Success',
      description: 'Analysed calls that were found successful.',
      metric: 'calls.success_rate',
      good: 'up',
    }),
  )
  .withPanel(
    scorePanel({
      title: 'Sentiment',
      description: 'Mean of the analysed calls, from -1 to 1.',
      metric: 'calls.sentiment.mean',
      good: 'up',
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Turn latency',
      description: 'Percentiles of all turns of a bucket; percentiles of calls are never averaged.',
      targets: [
        metricsOf({ metrics: ['turns.latency.p95'], interval: 'auto', baseline: true }),
        metricsOf({ metrics: ['turns.latency.p50', 'turns.latency.p90', 'turns.latency.p99'], interval: 'auto' }, 'B'),
      ],
      limitsOf: 'turns.latency.p95',
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Where the time goes',
      description: 'Mean latency by stage; what no stage accounts for is told, too.',
      targets: [metricsOf({ metrics: STAGES.map((stage) => `turns.latency.${stage}.mean`), interval: 'auto' })],
      look: 'stack',
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Stages, 95th percentile',
      description: 'Each stage by itself.',
      targets: [
        metricsOf({
          metrics: ['endpointing', 'asr', 'llm', 'tts'].map((stage) => `turns.latency.${stage}.p95`),
          interval: 'auto',
        }),
      ],
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Interruptions and silence',
      description: 'For each answered call: turns that were cut short, and seconds in which nobody spoke.',
      targets: [metricsOf({ metrics: ['calls.interruptions.mean', 'calls.silence.mean'], interval: 'auto' })],
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Calls with errors, beside what is usual',
      description: 'Calls with at least one error, of all.',
      targets: [metricsOf({ metrics: ['calls.error_rate'], interval: 'auto', baseline: true })],
      coarse: '30m',
    }).links([pageLink('health')]),
  )
  .withPanel(
    trendPanel({
      title: 'Interrupted turns, beside what is usual',
      description: 'Turns of the agent that the caller cut short, of all.',
      targets: [metricsOf({ metrics: ['turns.interrupted_rate'], interval: 'auto', baseline: true })],
      coarse: '30m',
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Errors',
      description: 'Calls with at least one error, by agent.',
      targets: [metricsOf({ metrics: ['calls.error_rate'], groupBy: ['agent'], interval: 'auto', limit: 10 })],
      limitsOf: 'calls.error_rate',
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Success and sentiment',
      description: 'What the analysis of calls says.',
      targets: [metricsOf({ metrics: ['calls.success_rate', 'calls.sentiment.mean'], interval: 'auto' })],
    }),
  )
  .withPanel(
    tablePanel({
      title: 'By version of the agent',
      description: 'Whether a release made it faster or slower.',
      target: metricsOf({
        metrics: [
          'turns.count',
          'turns.latency.p50',
          'turns.latency.p95',
          'turns.latency.llm.p95',
          'turns.interrupted_rate',
          'calls.error_rate',
        ],
        groupBy: ['agent', 'agent_version'],
        orderBy: { metric: 'turns.count' },
        limit: 30,
      }),
      span: 14,
      bars: ['Turns'],
      limits: {
        'Turn latency, 95th percentile': 'turns.latency.p95',
        'Turn latency, median': 'turns.latency.p50',
        'Error rate': 'calls.error_rate',
      },
    }),
  )
  .withPanel(
    barsPanel({
      title: 'By language',
      description: '95th percentile of the turn latency in each language.',
      target: metricsOf({
        metrics: ['turns.latency.p95'],
        groupBy: ['language'],
        orderBy: { metric: 'turns.latency.p95' },
        limit: 10,
      }),
      by: 'Language',
      span: 10,
    }),
  );
