import { given } from './given.js';

/** Whose a booking or a payment is. */
export interface Whose {
  readonly call?: string;
  readonly phone?: string;
  readonly email?: string;
}

/** The same in the fields of an event. */
export function whose({ call, phone, email }: Whose) {
  const caller = phone === undefined && email === undefined ? undefined : given({ phone, email });
  return given({ call_id: call, caller });
}
