import type { SentData } from '@callsight/contract/events/types';
import { event, type TestEvent, type Time } from './event.js';
import { given } from './given.js';

interface MarketingContact {
  readonly source: string;
  readonly medium?: string;
  readonly campaign?: string;
  readonly phone?: string;
  readonly email?: string;
  /** Such as `0.50 EUR`: amount and currency in fields of their own; or both in one object. */
  readonly cost?: string | { readonly amount: string; readonly currency: string };
  readonly id?: string;
}

/** A marketing contact. */
export function touch(time: Time, { source, medium, campaign, cost, id, ...person }: MarketingContact): TestEvent {
  const [amount, currency] = typeof cost === 'string' ? cost.split(' ') : [];
  const data: SentData<'touch.recorded'> = {
    source,
    ...given({ medium, campaign, cost: typeof cost === 'object' ? cost : amount, currency }),
    caller: person,
  };
  return event('touch.recorded', time, data, given({ id }));
}

/** Money spent on marketing, as a sample. */
export const spend = (time: Time, value: number, tags: Record<string, string>): TestEvent =>
  event('metric.sample', time, { metric: 'spend', value, tags });
