import { event, microsOf, type TestEvent, type Time } from './event.js';
import { given } from './given.js';
import { whose, type Whose } from './party.js';
import { rfc3339 } from './time.js';

const priceOf = (text = ''): { price?: string; currency?: string } => {
  const [price, currency] = text.split(' ');
  return currency === undefined ? {} : given({ price, currency });
};

/** An appointment is made; its begin is a week later unless told. @param more.price such as `49.90 EUR` */
export function booked(
  id: string,
  time: Time,
  more: Whose & { readonly starts?: Time; readonly price?: string; readonly type?: string } = {},
): TestEvent {
  const starts = more.starts === undefined ? microsOf(time) + 7 * 86_400_000_000 : microsOf(more.starts);
  const kind = given({ type: more.type });
  const data = { appointment_id: id, starts_at: rfc3339(starts), ...kind, ...whose(more), ...priceOf(more.price) };
  return event('appointment.scheduled', time, data);
}

/** An appointment is moved. @param more whose it is, where the event says so again */
export const moved = (id: string, time: Time, starts: Time, more: Whose = {}): TestEvent =>
  event('appointment.rescheduled', time, {
    appointment_id: id,
    starts_at: rfc3339(microsOf(starts)),
    ...whose(more),
  });

export const canceled = (id: string, time: Time, more: Whose = {}): TestEvent =>
  event('appointment.canceled', time, { appointment_id: id, ...whose(more) });
export const completed = (id: string, time: Time, more: Whose = {}): TestEvent =>
  event('appointment.completed', time, { appointment_id: id, ...whose(more) });
export const missed = (id: string, time: Time, more: Whose = {}): TestEvent =>
  event('appointment.no_show', time, { appointment_id: id, ...whose(more) });
