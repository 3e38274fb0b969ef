import { createHash } from 'node:crypto';
import type { EventType } from '@callsight/contract/events/types';
import type { Warn } from '../payload/payload-field.js';
import type { Comparison, MappedEvent } from '../port.js';
import { appointmentDetails, type AppointmentDetails, type AppointmentState } from './appointment-details.js';

type Fact = 'scheduled' | 'rescheduled' | 'canceled' | 'no_show' | 'completed';

/** What has been told of an appointment so far, and what the API said when it was told. */
interface Told {
  /** Number of facts told, which makes the id of each unique. */
  readonly count: number;
  readonly last: Fact;
  /** When it was told; epoch milliseconds. */
  readonly at: number;
  readonly state: AppointmentState;
  /** Epoch milliseconds. */
  readonly startsAt: number;
  /** Begin that the last move led to. */
  readonly movedTo?: number;
  /** Fingerprint of what else was told of it: price, type, person, call. */
  readonly facts?: string;
}

const isTold = (value: unknown): value is Told => typeof value === 'object' && value !== null && 'count' in value;

const nothingTold = ({ startsAt }: AppointmentDetails): Told => ({
  count: 0,
  last: 'scheduled',
  at: 0,
  state: 'open',
  startsAt,
});

/** Whether it moved: it begins at another time than it did, or the hook says so and this very move was not told yet. */
const isMoved = (action: string, { startsAt }: AppointmentDetails, told: Told): boolean =>
  told.startsAt !== startsAt || (action === 'rescheduled' && told.movedTo !== startsAt);

/** What became of it, if that is not what was told last. */
function fateOf(
  action: string,
  { state, startsAt }: AppointmentDetails,
  last: Fact,
  before: AppointmentState,
  now: number,
): Fact | undefined {
  const told = state === 'open' && action === 'canceled' ? 'canceled' : state;
  if (told !== 'open') return last === told ? undefined : told;
  const isOpen = last === 'scheduled' || last === 'rescheduled';
  if (isOpen || before === 'open') return undefined;
  // The API took back what it had said: a cancellation or a no-show that was a mistake.
  const mended = startsAt > now ? 'scheduled' : 'completed';
  return last === mended ? undefined : mended;
}

/** The facts that lead from what was told to how the appointment is now, in their order. */
function newFacts(action: string, details: AppointmentDetails, told: Told | undefined, now: number): Fact[] {
  const known = told ?? nothingTold(details);
  const facts: Fact[] = told === undefined ? ['scheduled'] : [];
  if (isMoved(action, details, known)) facts.push('rescheduled');
  const fate = fateOf(action, details, facts.at(-1) ?? known.last, known.state, now);
  if (fate !== undefined) return [...facts, fate];
  return facts.length === 0 && isCorrected(details, known) ? [stateAgain(known.last)] : facts;
}

const fingerprintOf = ({ facts }: AppointmentDetails): string =>
  createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 16);

/** Whether its price, type, person or call is another than what was told. */
const isCorrected = (details: AppointmentDetails, { facts }: Told): boolean =>
  facts !== undefined && facts !== fingerprintOf(details);

/** A correction says once more in which state it is; a move that was told is not another move. */
const stateAgain = (last: Fact): Fact => (last === 'rescheduled' ? 'scheduled' : last);

/** The events of facts that became known one after the other. */
function eventsOf(
  facts: readonly Fact[],
  details: AppointmentDetails,
  told: Told | undefined,
  heard: number,
): MappedEvent[] {
  const { id, createdAt = heard, startsAt } = details;
  const starts_at = new Date(startsAt).toISOString();
  const count = told?.count ?? 0;
  return facts.map((fact, index) => {
    // It was made when Acuity says; everything else became known with this delivery.
    const at = told === undefined && index === 0 ? Math.min(createdAt, heard) : heard + index;
    return {
      id: `${id}/${String(count + index).padStart(4, '0')}/${fact}`,
      type: `appointment.${fact}` satisfies EventType,
      time: new Date(at).toISOString(),
      data: { ...details.facts, starts_at },
    };
  });
}

/** What is known once facts have been told. */
function afterwards(
  facts: readonly Fact[],
  details: AppointmentDetails,
  told: Told,
  last: MappedEvent | undefined,
): Told {
  const { startsAt, state } = details;
  const movedTo = facts.includes('rescheduled') ? startsAt : told.movedTo;
  return {
    count: told.count + facts.length,
    last: facts.at(-1) ?? told.last,
    at: last === undefined ? told.at : Date.parse(last.time),
    state,
    startsAt,
    facts: fingerprintOf(details),
    ...(movedTo === undefined ? {} : { movedTo }),
  };
}

/**
 * Tells what changed since the last delivery about an appointment. Acuity's hooks carry neither an id nor a time, repeat
 * for a day until they are answered, and say each thing twice (`changed` comes with every other); and what the API
 * answers may be newer than the hook. So facts follow from how the appointment is now, compared with what has been told
 * of it, and a repeat finds no difference and tells nothing.
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
  const told = isTold(before) ? before : undefined;
  const known = told ?? nothingTold(details);
  // A hook that had to wait tells of things as they are now: behind what later ones have told already.
  const heard = Math.max(receivedAt, known.at + 1);
  const facts = newFacts(action, details, told, heard);
  const events = eventsOf(facts, details, told, heard);
  return { events, after: afterwards(facts, details, known, events.at(-1)) };
}
