import type { SentData } from '@callsight/contract/events/types';
import type { TestEvent } from '../support/events/event.js';
import { micros } from '../support/events/time.js';
import { inOrder, isOf } from './business.js';
import type { History } from './history.js';
import { billionths, type Money } from './money.js';

/** What touches and spending are grouped by. */
interface Origin {
  readonly source: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly tracking_number: string | null;
  readonly landing_page: string | null;
}

/** One contact of a person, recorded or by a call that says where it came from. */
export interface ReferenceTouch extends Origin {
  readonly id: string;
  /** Epoch microseconds. */
  readonly at: number;
  readonly phone: string | null;
  readonly email: string | null;
  readonly cost: Money | null;
}

const HALF_HOUR = 1_800_000_000;

function costOf({ cost, currency }: SentData<'touch.recorded'>): Money | null {
  const { amount, currency: own } = typeof cost === 'object' ? cost : { amount: cost, currency };
  return amount === undefined || own === undefined ? null : { amount: billionths(amount), currency: own };
}

function recordedTouch({ id, time, data }: TestEvent<'touch.recorded'>): ReferenceTouch {
  return {
    id,
    at: micros(time),
    source: data.source,
    medium: data.medium ?? null,
    campaign: data.campaign ?? null,
    tracking_number: null,
    landing_page: null,
    phone: data.caller.phone ?? null,
    email: data.caller.email?.toLowerCase() ?? null,
    cost: costOf(data),
  };
}

const isOrigin = (origin: Origin): boolean => Object.values(origin).some((value) => value !== null);

/** What the start of a call says about where it came from. */
function originOf(events: readonly TestEvent[], call: string): Origin {
  const starts = inOrder(events)
    .filter(isOf('call.started'))
    .filter(({ subject }) => subject === call);
  const told = starts.map(({ data }) => data.attribution).find((attribution) => attribution !== undefined);
  return {
    source: told?.source ?? null,
    medium: told?.medium ?? null,
    campaign: told?.campaign ?? null,
    tracking_number: told?.tracking_number ?? null,
    landing_page: told?.landing_page ?? null,
  };
}

const callTouches = ({ calls, events }: History): ReferenceTouch[] =>
  calls
    .map(({ id, start, caller }) => ({
      id,
      at: start,
      phone: caller,
      email: null,
      cost: null,
      ...originOf(events, id),
    }))
    .filter(({ source, medium, campaign, tracking_number, landing_page }) =>
      isOrigin({ source, medium, campaign, tracking_number, landing_page }),
    );

const isSameTouch = (recorded: ReferenceTouch, call: ReferenceTouch): boolean =>
  recorded.phone !== null &&
  recorded.phone === call.phone &&
  recorded.source === call.source &&
  recorded.medium === call.medium &&
  recorded.campaign === call.campaign &&
  call.at >= recorded.at &&
  call.at <= recorded.at + HALF_HOUR;

const byTime = (a: ReferenceTouch, b: ReferenceTouch): number => a.at - b.at || (a.id < b.id ? -1 : 1);

/** Every touch once: a call that follows on a recorded touch is that touch, and adds what it knows. */
export function touchesOf(history: History): ReferenceTouch[] {
  const recorded = history.events.filter(isOf('touch.recorded')).map(recordedTouch).sort(byTime);
  const calls = callTouches(history).sort(byTime);
  const ownerOf = (call: ReferenceTouch): ReferenceTouch | undefined =>
    recorded.findLast((touch) => isSameTouch(touch, call));
  const joined = recorded.map((touch) => {
    const followers = calls.filter((call) => ownerOf(call) === touch);
    return {
      ...touch,
      tracking_number: followers.find((call) => call.tracking_number !== null)?.tracking_number ?? null,
      landing_page: followers.find((call) => call.landing_page !== null)?.landing_page ?? null,
    };
  });
  const all = [...joined, ...calls.filter((call) => ownerOf(call) === undefined)];
  return all.filter(({ at }) => at <= history.now).sort(byTime);
}
