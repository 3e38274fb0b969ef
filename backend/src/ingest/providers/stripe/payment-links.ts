import { label, phoneParty, present } from '../payload/contract-values.js';
import type { PayloadField } from '../payload/payload-field.js';

const firstText = (fields: readonly PayloadField[]): string | undefined =>
  fields.map((field) => label(field.text())).find((text) => text !== undefined);

/** An address that fits the contract. */
const email = (fields: readonly PayloadField[]): string | undefined =>
  fields.map((field) => field.text()?.trim()).find((text) => text !== undefined && text !== '' && text.length <= 320);

const METADATA = ['metadata', 'subscription_details/metadata', 'parent/subscription_details/metadata'];

const at = (object: PayloadField, path: string): PayloadField => object.at(...path.split('/'));

/**
 * What a payment says about the call, the appointment and the person it belongs to. Metadata is the sender's own;
 * `client_reference_id` is
 * whatever the sender likes: it counts where a call or an appointment has it for its id.
 */
export function paymentLinks(object: PayloadField): Record<string, unknown> {
  const metadata = METADATA.map((path) => at(object, path));
  const fromMetadata = (name: string): string | undefined => firstText(metadata.map((field) => field.at(name)));
  const details = (name: string): PayloadField[] =>
    ['customer_details', 'billing_details'].map((key) => object.at(key, name));
  const caller = present({
    phone: phoneParty(firstText([...details('phone'), object.at('customer_phone')])),
    email: email([...details('email'), object.at('customer_email'), object.at('receipt_email')]),
  });
  return present({
    call_id: fromMetadata('call_id'),
    appointment_id: fromMetadata('appointment_id'),
    reference: label(object.at('client_reference_id').text()),
    caller: Object.keys(caller).length === 0 ? undefined : caller,
  });
}
