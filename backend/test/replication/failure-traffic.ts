import { setInterval } from 'node:timers/promises';
import { callEvent, type TestEvent } from '../support/events/event.js';

const SECOND = 1_000_000;

/** Calls that begin with one tick. */
const CALLS_IN_TICK = 4;

/** Calls that go on for as long as the traffic does, and say something with every tick. */
const LONG_CALLS = 5;

/** Ticks that a call takes from its start to its end. */
const STAGES = 4;

const TICK_MS = 40;

/** Hands events over in one request; resolves when they are acknowledged. */
type SendEvents = (events: readonly TestEvent[]) => Promise<unknown>;

const started = (call: string, at: number): TestEvent =>
  callEvent('call.started', call, at, { direction: 'inbound', agent: { id: `agent-${at % 3}` } });

const turn = (call: string, at: number, index: number): TestEvent =>
  callEvent('call.turn', call, at, { index, latency_ms: { e2e: 500 + index } });

const ended = (call: string, at: number): TestEvent => callEvent('call.ended', call, at, { ended_by: 'caller' });

/**
 * A telephone exchange that never pauses: with every tick some calls begin, earlier ones are answered, speak and end, each
 * stage in a request of its own, and a few go on and on. It counts what has been acknowledged, and fails with the first
 * request that is not.
 */
export class Traffic {
  readonly #send: SendEvents;
  readonly #start: number;
  #ticks = 0;
  #calls = 0;
  #turns = 0;
  #stopping = false;
  #isFinished = false;
  #running: Promise<void> | undefined;

  /** @param start epoch milliseconds of the first calls; each tick is a second later */
  constructor(send: SendEvents, start: number) {
    this.#send = send;
    this.#start = start * 1_000;
  }

  /** Calls that have been acknowledged. */
  get calls(): number {
    return this.#calls;
  }

  get turns(): number {
    return this.#turns;
  }

  /** Sends from now on until `finish`. */
  begin(): void {
    this.#running ??= this.#run();
    // `finish` tells of a failure.
    this.#running.catch(() => undefined);
  }

  /** So many ticks at once. */
  async burst(ticks: number): Promise<void> {
    for (let done = 0; done < ticks; done += 1) await this.#tick();
  }

  /** Stops, and has all calls end. */
  async finish(): Promise<void> {
    this.#stopping = true;
    await this.#running;
    if (this.#isFinished) return;
    this.#isFinished = true;
    const last = this.#ticks;
    for (let tick = last; tick < last + STAGES - 1; tick += 1) await this.#advance(tick);
    await this.#sendAll(this.#longCalls((call) => ended(call, this.#start + (last + STAGES) * SECOND)));
  }

  async #run(): Promise<void> {
    for await (const _ of setInterval(TICK_MS)) {
      if (this.#stopping) return;
      await this.#tick();
    }
  }

  async #tick(): Promise<void> {
    const tick = this.#ticks;
    if (tick === 0) {
      await this.#sendAll(this.#longCalls((call, at) => started(call, at)));
      this.#calls += LONG_CALLS;
    }
    this.#ticks += 1;
    await this.#advance(tick);
    await this.#sendAll(this.#longCalls((call, at) => turn(call, at + tick * SECOND, tick)));
    this.#turns += LONG_CALLS;
  }

  /** Takes every call that is under way to its next stage. */
  async #advance(tick: number): Promise<void> {
    for (let stage = 0; stage < STAGES; stage += 1) {
      const group = tick - stage;
      if (group >= 0 && group < this.#ticks) await this.#enter(stage, group);
    }
  }

  async #enter(stage: number, group: number): Promise<void> {
    const calls = Array.from({ length: CALLS_IN_TICK }, (_, index) => ({
      call: `call-${group}-${index}`,
      at: this.#start + (group + stage) * SECOND + index,
    }));
    const stages: ((call: string, at: number) => TestEvent[])[] = [
      (call, at) => [started(call, at)],
      (call, at) => [callEvent('call.answered', call, at, {}), turn(call, at + 1, 0)],
      (call, at) => [turn(call, at, 1), turn(call, at + 1, 2)],
      (call, at) => [ended(call, at)],
    ];
    const events = calls.flatMap(({ call, at }) => stages[stage]?.(call, at) ?? []);
    await this.#sendAll(events);
    this.#calls += stage === 0 ? CALLS_IN_TICK : 0;
    this.#turns += events.filter(({ type }) => type === 'call.turn').length;
  }

  #longCalls(eventAt: (call: string, at: number) => TestEvent): TestEvent[] {
    return Array.from({ length: LONG_CALLS }, (_, index) => eventAt(`long-${index}`, this.#start + index));
  }

  async #sendAll(events: readonly TestEvent[]): Promise<void> {
    await this.#send(events);
  }
}
