import { numberPanel } from '../parts/number-panel.js';
import { servicePage } from '../parts/page.js';
import { systemMetricsOf } from '../parts/question.js';
import { trendPanel } from '../parts/trend-panel.js';

/** The service itself. */
export const pipeline = servicePage(
  'pipeline',
  'Whether events come in and become numbers: what was accepted, refused, and how far rows are behind.',
  { from: 'now-3h', refresh: '10s' },
)
  .withPanel(
    numberPanel({
      title: 'Events accepted',
      description: 'Events that became durable in the range.',
      metric: 'pipeline.accepted',
      target: systemMetricsOf({ metrics: ['pipeline.accepted'] }),
      span: 5,
    }),
  )
  .withPanel(
    numberPanel({
      title: 'Repeats',
      description: 'Events that had been accepted before; they count once.',
      metric: 'pipeline.duplicates',
      target: systemMetricsOf({ metrics: ['pipeline.duplicates'] }),
      span: 5,
    }),
  )
  .withPanel(
    numberPanel({
      title: 'Quarantined',
      description: 'Events that were refused and wait with their reason.',
      metric: 'pipeline.quarantined',
      target: systemMetricsOf({ metrics: ['pipeline.quarantined'] }),
      span: 5,
    }),
  )
  .withPanel(
    numberPanel({
      title: 'Greatest lag',
      description: 'Largest age of a change that InfluxDB lacked, or of what a follower had.',
      metric: 'pipeline.lag',
      target: systemMetricsOf({ metrics: ['pipeline.lag'] }),
      span: 5,
    }),
  )
  .withPanel(
    numberPanel({
      title: 'Most changes waiting',
      description: 'Changes that waited for the rows or for InfluxDB.',
      metric: 'pipeline.pending',
      target: systemMetricsOf({ metrics: ['pipeline.pending'] }),
      span: 4,
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Events',
      description: 'Accepted events of each bucket.',
      targets: [systemMetricsOf({ metrics: ['pipeline.accepted'], interval: 'auto' })],
      look: 'bars',
      span: 24,
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Repeats and refusals',
      description: 'Senders that repeat often, or send what is not valid.',
      targets: [systemMetricsOf({ metrics: ['pipeline.duplicates', 'pipeline.quarantined'], interval: 'auto' })],
      look: 'stack',
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Lag',
      description: 'How far InfluxDB, or this follower, is behind.',
      targets: [systemMetricsOf({ metrics: ['pipeline.lag'], interval: 'auto' })],
      limitsOf: 'pipeline.lag',
    }),
  )
  .withPanel(
    trendPanel({
      title: 'Changes waiting',
      description: 'Most changes that waited at once.',
      targets: [systemMetricsOf({ metrics: ['pipeline.pending'], interval: 'auto' })],
      span: 24,
      height: 6,
    }),
  );
