import { MINUTE_MS } from '@callsight/backend/lib/time/durations';
import { SLOT_MINUTES, type LocalDay } from '@callsight/backend/analytics/baselines/local-clock';
import { startOfDay } from '@callsight/backend/monitoring/thresholds/steps-to-days';
import type { Incident } from '@callsight/simulator/incident';
import type { SimulatedEvent } from '@callsight/simulator/simulated-event';
import { simulateHistory } from '@callsight/simulator/simulate-history';
import { USUAL_VARIATION } from '@callsight/simulator/variation';

/** Zone of the simulated firm, and of the days that are judged. */
export const ZONE = 'Europe/Berlin';

/** Something counted, of how many, in steps of five minutes from the first minute on. */
export interface Steps {
  readonly values: Float64Array;
  readonly totals: Float64Array;
}

/** Latencies of turns: the step of each, and its milliseconds. */
export class Turns {
  #steps = new Uint32Array(1 << 16);
  #values = new Float32Array(1 << 16);
  length = 0;

  add(step: number, value: number): void {
    if (this.length === this.#steps.length) {
      const [steps, values] = [new Uint32Array(2 * this.length), new Float32Array(2 * this.length)];
      steps.set(this.#steps);
      values.set(this.#values);
      [this.#steps, this.#values] = [steps, values];
    }
    this.#steps[this.length] = step;
    this.#values[this.length] = value;
    this.length += 1;
  }

  *[Symbol.iterator](): Generator<readonly [step: number, value: number]> {
    for (let index = 0; index < this.length; index += 1) yield [this.#steps[index] ?? 0, this.#values[index] ?? 0];
  }
}

/** What thresholds watch, as series. Calls count in the step in which they started, turns in their own. */
export interface SimulatedSeries {
  /** First minute: midnight of the first local day. */
  readonly from: number;
  readonly firstDay: LocalDay;
  readonly lastDay: LocalDay;
  /** Inbound calls of each minute. */
  readonly offered: Float64Array;
  /** Calls of each minute whose end is never reported. */
  readonly lost: Float64Array;
  readonly rates: ReadonlyMap<string, Steps>;
  readonly turns: ReadonlyMap<string, Turns>;
}

/** What is known of a call until it is over. */
interface OpenCall {
  readonly minute: number;
  readonly startedAt: number;
  readonly isInbound: boolean;
  readonly agent: string;
  answeredAt?: number;
  isBooked?: boolean;
}

/** A wait that is shorter is no abandoned call. */
const SHORT_MS = 5_000;

/** Counts events of calls into series. */
class Counter {
  readonly rates = new Map<string, Steps>();
  readonly turns = new Map<string, Turns>();
  readonly offered: Float64Array;
  readonly lost: Float64Array;
  readonly #from: number;
  readonly #calls = new Map<string, OpenCall>();

  constructor(from: number, to: number) {
    this.#from = from;
    this.offered = new Float64Array(to - from);
    this.lost = new Float64Array(to - from);
  }

  take({ type, time, subject = '', data }: SimulatedEvent): void {
    const at = Date.parse(time);
    if (type === 'call.started') this.#start(subject, at, data as StartedData);
    const call = this.#calls.get(subject);
    if (call === undefined) return;
    if (type === 'call.answered') call.answeredAt = at;
    else if (type === 'appointment.scheduled') call.isBooked = true;
    else if (type === 'call.turn') this.#turn(call, at, data);
    else if (type === 'call.ended') this.#end(subject, call, at, data as EndedData);
  }

  /** Calls that never ended are lost. */
  finish(): void {
    for (const { minute } of this.#calls.values()) this.#bump(this.lost, minute);
  }

  #start(id: string, at: number, { direction, agent }: StartedData): void {
    const minute = Math.floor(at / MINUTE_MS) - this.#from;
    const call = { minute, startedAt: at, isInbound: direction === 'inbound', agent: agent?.id ?? '' };
    this.#calls.set(id, call);
    if (call.isInbound) this.#bump(this.offered, minute);
  }

  #turn({ agent }: OpenCall, at: number, { latency_ms: latency }: TurnData): void {
    if (latency?.e2e === undefined) return;
    const step = Math.floor((Math.floor(at / MINUTE_MS) - this.#from) / SLOT_MINUTES);
    for (const name of ['all', agent]) {
      const turns = this.turns.get(name) ?? new Turns();
      this.turns.set(name, turns);
      turns.add(step, latency.e2e);
    }
  }

  #end(id: string, call: OpenCall, at: number, { ended_by: endedBy, outcome, errors, cost }: EndedData): void {
    this.#calls.delete(id);
    const { minute, isInbound, answeredAt, startedAt, agent } = call;
    const failed = Number(errorsOf(errors) > 0);
    this.#count('errors', minute, failed, 1);
    this.#count(`errors of ${agent}`, minute, failed, 1);
    const isShort = answeredAt === undefined && endedBy === 'caller' && at - startedAt < SHORT_MS;
    if (isInbound && !isShort)
      this.#count('abandonment', minute, Number(answeredAt === undefined && endedBy === 'caller'), 1);
    if (answeredAt !== undefined) {
      this.#count('conversion', minute, Number(call.isBooked === true || outcome === 'booked'), 1);
      this.#count('transfers', minute, Number(outcome === 'transferred'), 1);
      this.#count('wait', minute, (answeredAt - startedAt) / 1_000, 1);
      this.#count('handle time', minute, (at - answeredAt) / 1_000, 1);
    }
    if (cost !== undefined) this.#count('cost', minute, Number(cost.total), 1);
  }

  #count(name: string, minute: number, value: number, total: number): void {
    const length = this.offered.length / SLOT_MINUTES;
    const steps = this.rates.get(name) ?? { values: new Float64Array(length), totals: new Float64Array(length) };
    this.rates.set(name, steps);
    const step = Math.floor(minute / SLOT_MINUTES);
    steps.values[step] = (steps.values[step] ?? 0) + value;
    steps.totals[step] = (steps.totals[step] ?? 0) + total;
  }

  #bump(series: Float64Array, minute: number): void {
    series[minute] = (series[minute] ?? 0) + 1;
  }
}

const errorsOf = (errors: EndedData['errors'] = 0): number => (typeof errors === 'number' ? errors : errors.length);

interface StartedData {
  readonly direction: string;
  readonly agent?: { readonly id: string };
}

interface TurnData {
  readonly latency_ms?: { readonly e2e?: number };
}

interface EndedData {
  readonly ended_by: string;
  readonly outcome?: string;
  readonly errors?: number | readonly unknown[];
  readonly cost?: { readonly total: string | number };
}

/** How a history is simulated. */
export interface Firm {
  readonly seed: string;
  readonly callsPerDay: number;
  readonly firstDay: LocalDay;
  readonly days: number;
  readonly named?: readonly Incident[];
  /** Latencies need all events of a call; everything else does without them. */
  readonly detail?: 'full' | 'calls';
  /** Whether days and hours vary beyond the rhythm of the week. */
  readonly varies?: boolean;
}

/** The product's simulator, in memory: the events of a firm, counted into series. */
export function simulatedSeries(firm: Firm): SimulatedSeries {
  const { seed, callsPerDay, firstDay, days, named = [], detail = 'calls', varies = true } = firm;
  const from = startOfDay(firstDay, ZONE);
  const to = startOfDay(firstDay + days, ZONE);
  const counter = new Counter(from, to);
  const events = simulateHistory({
    seed,
    from: from * MINUTE_MS,
    to: to * MINUTE_MS - 1,
    callsPerDay,
    // A firm that grows would run out of those that it needs at first, and callers would give up.
    lines: Math.ceil(callsPerDay / 4),
    timezone: ZONE,
    detail,
    incidents: false,
    named,
    // Events come in their order: what comes in any order is for the service to fold.
    duplicates: 0,
    disorder: 0,
    ...(varies ? { variation: USUAL_VARIATION } : {}),
  });
  for (const event of events) counter.take(event);
  counter.finish();
  const { offered, lost, rates, turns } = counter;
  return { from, firstDay, lastDay: firstDay + days - 1, offered, lost, rates, turns };
}
