import type { EventType } from '@callsight/contract/events/types';
import type { Identify } from './seal.js';

type Data = Record<string, unknown>;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The caller is the person on the phone: who calls in, or who is called. The other side is the company's own line. */
function callStarted(data: Data, identities: Identify): Data {
  const side = data['direction'] === 'outbound' ? 'to' : 'from';
  const number = text(data[side]);
  const { [side]: _own, ...rest } = data;
  const identity = number === undefined ? null : identities.phone(number);
  return identity === null ? rest : { ...rest, caller: identity };
}

function transferred(data: Data, identities: Identify): Data {
  const to = text(data['to']);
  return to === undefined ? data : { ...data, to: identities.phone(to)?.masked ?? null };
}

function withCaller(data: Data, identities: Identify): Data {
  const caller = data['caller'] as { phone?: string; email?: string } | undefined;
  if (caller === undefined) return data;
  const phone = caller.phone === undefined ? null : identities.phone(caller.phone);
  const email = caller.email === undefined ? null : identities.email(caller.email);
  return { ...data, caller: { ...(phone && { phone }), ...(email && { email }) } };
}

/** Replaces every number and address of a person by its identity, before anything is stored. */
export function anonymise(type: EventType, data: Data, identities: Identify): Data {
  if (type === 'call.started') return callStarted(data, identities);
  if (type === 'call.transferred') return transferred(data, identities);
  return data['caller'] === undefined ? data : withCaller(data, identities);
}
