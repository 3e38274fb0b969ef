import type { SentData } from '@callsight/contract/events/types';
import { event, type TestEvent, type Time } from './event.js';

/** A health check of a component. */
export const check = (
  time: Time,
  component: string,
  status: SentData<'system.check'>['status'],
  latency_ms?: number,
): TestEvent<'system.check'> =>
  event(
    'system.check',
    time,
    { component, status, ...(latency_ms === undefined ? {} : { latency_ms }) },
    { subject: component },
  );

/** An error that a component reports. */
export const failure = (time: Time, component: string, code = 'timeout'): TestEvent<'system.error'> =>
  event('system.error', time, { component, code }, { subject: component });

/** A measured value. */
export const sample = (
  time: Time,
  metric: string,
  value: number,
  tags?: SentData<'metric.sample'>['tags'],
): TestEvent<'metric.sample'> =>
  event('metric.sample', time, { metric, value, ...(tags === undefined ? {} : { tags }) });
