import type { Envelope } from '@callsight/contract/events/envelope';
import type { EventType } from '@callsight/contract/events/types';
import type { EventInput } from './event-input.js';

/**
 * Puts the CloudEvents envelope around an event.
 * @param now epoch milliseconds, the time of an event that names none
 * @param newId makes the id of an event that has none
 * @throws RangeError when `time` is an invalid Date
 */
export function toCloudEvent<T extends EventType>(
  input: EventInput<T>,
  source: string,
  now: number,
  newId: () => string,
): Envelope {
  const { id = newId(), time = new Date(now), type, data, subject } = input as EventInput;
  return {
    specversion: '1.0',
    id,
    source,
    type,
    ...(subject === undefined ? {} : { subject }),
    time: typeof time === 'string' ? time : time.toISOString(),
    data,
  };
}
