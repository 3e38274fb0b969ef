import { label, phoneParty, present } from '../payload/contract-values.js';
import { PayloadField, type Warn } from '../payload/payload-field.js';
import { amount } from '../payload/decimal.js';

/** What has become of an appointment, as far as Acuity knows. */
export type AppointmentState = 'open' | 'canceled' | 'no_show' | 'completed';

/** An appointment as Acuity's API describes it. */
export interface AppointmentDetails {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly startsAt: number;
  readonly createdAt: number | undefined;
  readonly state: AppointmentState;
  /** What every event about it says. */
  readonly facts: Readonly<Record<string, unknown>>;
}

const idOf = (field: PayloadField): string => {
  const { value } = field;
  const id = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : (field.text() ?? '');
  return /^\d{1,20}$/.test(id) ? id : field.refuse('the id of the appointment');
};

/** Forms are the account's own; a question called "call id", filled in by whoever books, names the call. */
function callIdOf(details: PayloadField): string | undefined {
  const answers = details
    .at('forms')
    .items()
    .flatMap((form) => form.at('values').items());
  const found = answers.find((answer) => /^call[ _-]?id$/i.test(answer.at('name').text() ?? ''));
  return label(found?.at('value').text());
}

function callerOf(details: PayloadField): Record<string, unknown> | undefined {
  const email = details.at('email').text()?.trim();
  const caller = present({
    phone: phoneParty(details.at('phone').text()),
    email: email === undefined || email === '' || email.length > 320 ? undefined : email,
  });
  return Object.keys(caller).length === 0 ? undefined : caller;
}

/** Labels are the account's own; these names are what Acuity proposes, and what people call the same. */
const LABELS: readonly (readonly [RegExp, AppointmentState])[] = [
  [/^no[ -]?show(ed)?$/i, 'no_show'],
  [/^(completed|attended|checked[ -]?(in|out)|kept)$/i, 'completed'],
];

function stateOf(details: PayloadField): AppointmentState {
  if (details.at('noShow').boolean() === true) return 'no_show';
  if (details.at('canceled').boolean() === true) return 'canceled';
  const names = details
    .at('labels')
    .items()
    .map((label) => label.at('name').text()?.trim() ?? '');
  return LABELS.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1] ?? 'open';
}

/** A price is money only with the currency of the account. */
function priceOf(details: PayloadField, currency: string | undefined): Record<string, unknown> {
  const price = currency === undefined ? undefined : amount(details.at('price'))?.toAmount();
  return price === undefined ? {} : { price, currency };
}

/** Reads the response of the API. @param currency of the account, if it is known */
export function appointmentDetails(response: unknown, currency: string | undefined, warn?: Warn): AppointmentDetails {
  const details = PayloadField.root(response, warn, '/details');
  const begin = details.at('datetime');
  const id = idOf(details.at('id'));
  return {
    id,
    startsAt: begin.time() ?? begin.refuse('the begin of the appointment'),
    createdAt: details.at('datetimeCreated').time(),
    state: stateOf(details),
    facts: present({
      appointment_id: id,
      call_id: callIdOf(details),
      type: label(details.at('type').text()),
      ...priceOf(details, currency),
      caller: callerOf(details),
    }),
  };
}
