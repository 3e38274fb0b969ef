import { createHash } from 'node:crypto';
import type { EventType } from '@callsight/contract/events/types';
import type { Warn } from '../payload/payload-field.js';
import type { Comparison, MappedEvent } from '../port.js';
import { appointmentDetails, type AppointmentDetails, type AppointmentState } from './appointment-details.js';

type Fact = 'scheduled' | 'rescheduled' | 'canceled' | 'no_show' | 'completed';

/** What has been reported of an appointment so far, and what the API said at that time. */
interface Reported {
  /** Number of facts reported, which makes the id of each unique. */
  readonly count: number;
  readonly last: Fact;
  /** When the last fact was reported; epoch milliseconds. */
  readonly at: number;
  readonly state: AppointmentState;
  /** Epoch milliseconds. */
  readonly startsAt: number;
  /** Begin that the last move led to. */
  readonly movedTo?: number;
  /** Fingerprint of what else was reported of it: price, type, person, call. */
  readonly facts?: string;
}

const isReported = (value: unknown): value is Reported =>
  typeof value === 'object' && value !== null && 'count' in value;

const nothingReported = ({ startsAt }: AppointmentDetails): Reported => ({
  count: 0,
  last: 'scheduled',
  at: 0,
  state: 'open',
  startsAt,
});

/** Whether it moved: it begins at another time than it did, or the hook says so and this very move was not reported yet. */
const isMoved = (action: string, { startsAt }: AppointmentDetails, reported: Reported): boolean =>
  reported.startsAt !== startsAt || (action === 'rescheduled' && reported.movedTo !== startsAt);

/** What became of it, if that is not what was reported last. */
function fateOf(
  action: string,
  { state, startsAt }: AppointmentDetails,
  last: Fact,
  before: AppointmentState,
  now: number,
): Fact | undefined {
  const fate = state === 'open' && action === 'canceled' ? 'canceled' : state;
  if (fate !== 'open') return last === fate ? undefined : fate;
  const isOpen = last === 'scheduled' || last === 'rescheduled';
  if (isOpen || before === 'open') return undefined;
  // The API took back what it had said: a cancellation or a no-show that was a mistake.
  const corrected = startsAt > now ? 'scheduled' : 'completed';
  return last === corrected ? undefined : corrected;
}

/** The facts that lead from what was reported to how the appointment is now, in their order. */
function newFacts(action: string, details: AppointmentDetails, reported: Reported | undefined, now: number): Fact[] {
  const known = reported ?? nothingReported(details);
  const facts: Fact[] = reported === undefined ? ['scheduled'] : [];
  if (isMoved(action, details, known)) facts.push('rescheduled');
  const fate = fateOf(action, details, facts.at(-1) ?? known.last, known.state, now);
  if (fate !== undefined) return [...facts, fate];
  return facts.length === 0 && isCorrected(details, known) ? [stateAgain(known.last)] : facts;
}

const fingerprintOf = ({ facts }: AppointmentDetails): string =>
  createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 16);

/** Whether its price, type, person or call is another than what was reported. */
const isCorrected = (details: AppointmentDetails, { facts }: Reported): boolean =>
  facts !== undefined && facts !== fingerprintOf(details);

/** A correction says once more in which state it is; a move that was reported is not another move. */
const stateAgain = (last: Fact): Fact => (last === 'rescheduled' ? 'scheduled' : last);

/** The events of facts that became known one after the other. */
function eventsOf(
  facts: readonly Fact[],
  details: AppointmentDetails,
  reported: Reported | undefined,
  recordedAt: number,
): MappedEvent[] {
  const { id, createdAt = recordedAt, startsAt } = details;
  const starts_at = new Date(startsAt).toISOString();
  const count = reported?.count ?? 0;
  return facts.map((fact, index) => {
    // It was made when Acuity says; everything else became known with this delivery.
    const at = reported === undefined && index === 0 ? Math.min(createdAt, recordedAt) : recordedAt + index;
    return {
      id: `${id}/${String(count + index).padStart(4, '0')}/${fact}`,
      type: `appointment.${fact}` satisfies EventType,
      time: new Date(at).toISOString(),
      data: { ...details.facts, starts_at },
    };
  });
}

/** What is known once facts have been reported. */
function afterwards(
  facts: readonly Fact[],
  details: AppointmentDetails,
  reported: Reported,
  last: MappedEvent | undefined,
): Reported {
  const { startsAt, state } = details;
  const movedTo = facts.includes('rescheduled') ? startsAt : reported.movedTo;
  return {
    count: reported.count + facts.length,
    last: facts.at(-1) ?? reported.last,
    at: last === undefined ? reported.at : Date.parse(last.time),
    state,
    startsAt,
    facts: fingerprintOf(details),
    ...(movedTo === undefined ? {} : { movedTo }),
  };
}

/**
 * The facts that changed since the last delivery about an appointment. Acuity's hooks carry neither an id nor a time, repeat
 * for a day until they are answered, and say each thing twice (`changed` comes with every other); and what the API
 * answers may be newer than the hook. So facts follow from how the appointment is now, compared with what has been reported
 * of it, and a repeat finds no difference and reports nothing.
 * @param before what an earlier comparison left
 * @param currency of the account, if it is known
 */
export function compareAppointment(
  action: string,
  receivedAt: number,
  response: unknown,
  before: unknown,
  currency: string | undefined,
  warn?: Warn,
): Comparison {
  const details = appointmentDetails(response, currency, warn);
  const reported = isReported(before) ? before : undefined;
  const known = reported ?? nothingReported(details);
  // A hook that had to wait reports the present state: it comes after what later hooks have reported already.
  const recordedAt = Math.max(receivedAt, known.at + 1);
  const facts = newFacts(action, details, reported, recordedAt);
  const events = eventsOf(facts, details, reported, recordedAt);
  return { events, after: afterwards(facts, details, known, events.at(-1)) };
}
