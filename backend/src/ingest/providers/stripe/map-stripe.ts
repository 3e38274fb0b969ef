import { label, present } from '../payload/contract-values.js';
import { PayloadField, type Warn } from '../payload/payload-field.js';
import type { MappedEvent } from '../port.js';
import { paymentId } from './payment-id.js';
import { paymentLinks } from './payment-links.js';
import { stripeMoney, type Money } from './stripe-amount.js';
import { READINGS, type Reading } from './stripe-readings.js';
import type { StripeSettings } from './stripe-settings.js';

const toMs = (seconds: PayloadField): number | undefined => {
  const value = seconds.number();
  return value === undefined ? undefined : seconds.with(value * 1_000).time();
};

const eventIdOf = (event: PayloadField, name: string, object: PayloadField, { once }: Reading): string => {
  const field = once === undefined ? event.at('id') : object.at('id');
  const id = label(field.decisive().text(), 200) ?? field.refuse('an id');
  return `${id}/${once ?? name}`;
};

const taken = (money: Money, { isTakenBack }: Reading): Money =>
  isTakenBack === true ? { ...money, amount: `-${money.amount}` } : money;

/** Payments in test mode are no revenue. An event that does not say counts as one of live mode. */
function isLeftOut(event: PayloadField, { testMode }: Pick<StripeSettings, 'testMode'>): boolean {
  const livemode = event.at('livemode');
  const isLive = livemode.decisive().boolean() !== false;
  if (isLive || testMode) return false;
  livemode.odd('true: payments in test mode are left out unless the setting test_mode is on');
  return true;
}

/** When it happened, epoch milliseconds. */
const timeOf = (event: PayloadField, object: PayloadField, { time }: Reading): number | undefined =>
  (time === undefined ? undefined : toMs(time(object))) ?? toMs(event.at('created'));

/**
 * The facts in an event of Stripe; none for types that report no money. The event's own id is the de-duplication key;
 * the type is added to it, since the samples that Stripe shows share one id. What becomes of a refund or a dispute in the
 * end is reported by several types of events, and has the id of the refund or the dispute instead.
 */
export function mapStripe(
  payload: unknown,
  receivedAt: number,
  settings: Pick<StripeSettings, 'testMode'>,
  warn?: Warn,
): MappedEvent[] {
  const event = PayloadField.root(payload, warn);
  const kind = event.at('type');
  const name = kind.text() ?? kind.refuse('the type of the event');
  const reading = Object.hasOwn(READINGS, name) ? READINGS[name] : undefined;
  if (reading === undefined || isLeftOut(event, settings)) return [];
  const object = event.at('data', 'object');
  if (object.record() === undefined) object.refuse('the object that the event is about');
  if (reading.applies?.(object) === false) return [];
  const units = reading.units(object, event.at('data', 'previous_attributes'));
  const money = stripeMoney(units, object.at('currency'));
  if (money === undefined) return [];
  const at = timeOf(event, object, reading) ?? receivedAt;
  return [
    {
      id: eventIdOf(event, name, object, reading),
      type: reading.type,
      time: new Date(at).toISOString(),
      data: present({ payment_id: paymentId(object), ...taken(money, reading), ...paymentLinks(object) }),
    },
  ];
}
