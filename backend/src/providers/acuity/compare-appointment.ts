import type { EventType } from '@callsight/contract/events/types';
import type { Comparison, MappedEvent } from '../port.js';
import { appointmentDetails, type AppointmentDetails } from './appointment-details.js';

type Fact = 'scheduled' | 'rescheduled' | 'canceled' | 'no_show' | 'completed';

/** What the API says has become of an appointment. */
type State = 'open' | 'canceled' | 'no_show';

/** What has been told of an appointment so far, and what the API said when it was told. */
interface Told {
  /** Number of facts told, which makes the id of each unique. */
  readonly count: number;
  readonly last: Fact;
  readonly state: State;
  /** Epoch milliseconds. */
  readonly startsAt: number;
  /** Begin that the last move led to. */
  readonly movedTo?: number;
}

const isTold = (value: unknown): value is Told => typeof value === 'object' && value !== null && 'count' in value;

const stateOf = ({ isNoShow, isCanceled }: AppointmentDetails): State => {
  if (isNoShow) return 'no_show';
  return isCanceled ? 'canceled' : 'open';
};

/** Whether it moved: it begins at another time than it did, or the hook says so and this very move was not told yet. */
const isMoved = (action: string, { startsAt }: AppointmentDetails, told: Told): boolean =>
  told.startsAt !== startsAt || (action === 'rescheduled' && told.movedTo !== startsAt);

/** What became of it, if that is not what was told last. */
function fateOf(action: string, details: AppointmentDetails, last: Fact, before: State, now: number): Fact | undefined {
  const state = stateOf(details);
  if (state === 'no_show') return last === state ? undefined : state;
  if (state === 'canceled' || action === 'canceled') return last === 'canceled' ? undefined : 'canceled';
  const isClosed = last === 'canceled' || last === 'no_show';
  if (!isClosed || before === 'open') return undefined;
  // The API took back what it had said: a cancellation or a no-show that was a mistake.
  return details.startsAt > now ? 'rescheduled' : 'completed';
}

/** The facts that lead from what was told to how the appointment is now, in their order. */
function newFacts(action: string, details: AppointmentDetails, told: Told | undefined, now: number): Fact[] {
  const known: Told = told ?? { count: 0, last: 'scheduled', state: 'open', startsAt: details.startsAt };
  const facts: Fact[] = told === undefined ? ['scheduled'] : [];
  if (isMoved(action, details, known)) facts.push('rescheduled');
  const fate = fateOf(action, details, facts.at(-1) ?? known.last, known.state, now);
  return fate === undefined ? facts : [...facts, fate];
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
  answer: unknown,
  before: unknown,
  currency: string | undefined,
): Comparison {
  const details = appointmentDetails(answer, currency);
  const told = isTold(before) ? before : undefined;
  const count = told?.count ?? 0;
  const facts = newFacts(action, details, told, receivedAt);
  const starts_at = new Date(details.startsAt).toISOString();
  const events = facts.map((fact, index): MappedEvent => {
    const heard = receivedAt + index;
    // It was made when Acuity says; everything else became known with this delivery.
    const at = fact === 'scheduled' ? Math.min(details.createdAt ?? heard, heard) : heard;
    return {
      id: `${details.id}/${String(count + index).padStart(4, '0')}/${fact}`,
      type: `appointment.${fact}` satisfies EventType,
      time: new Date(at).toISOString(),
      data: { ...details.facts, starts_at },
    };
  });
  const movedTo = facts.includes('rescheduled') ? details.startsAt : told?.movedTo;
  const after: Told = {
    count: count + facts.length,
    last: facts.at(-1) ?? told?.last ?? 'scheduled',
    state: stateOf(details),
    startsAt: details.startsAt,
    ...(movedTo === undefined ? {} : { movedTo }),
  };
  return { events, after };
}
