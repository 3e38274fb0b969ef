import type { CallRate, Gain } from './call-rate.js';
import { nameOf, volumeOf, type Incident } from './incident.js';
import type { Incidents } from './incidents.js';
import { Random } from './random.js';

/** A call that would not come without an incident. */
export interface ExtraCall {
  readonly at: number;
  /** Names it among the calls of its run. */
  readonly name: string;
  readonly random: Random;
}

interface Stream {
  readonly incident: Incident;
  readonly gain: Gain;
  readonly arrivals: Random;
  readonly calls: Random;
  /** Begins the names of its calls. */
  readonly prefix: string;
  at: number;
  count: number;
}

/** An incident's extra share grows or stays the same, or falls below nothing at once. */
const gainOf = (incident: Incident): Gain => {
  const at = (instant: number) => Math.max(0, volumeOf(incident, instant) - 1);
  return { at, highest: Math.max(at(incident.from), at(incident.to)) };
};

/**
 * The calls that incidents add. Each incident draws from a stream of its own, beside that of the usual calls, so that these
 * are the same with it and without it.
 */
export class ExtraArrivals {
  private streams: Stream[] = [];
  private period = 0;

  constructor(
    private readonly random: Random,
    private readonly rate: CallRate,
    private readonly incidents: Incidents,
    private readonly from: number,
  ) {
    for (const incident of incidents.all) this.open(incident);
  }

  /** Takes the earliest call that starts before an instant, if there is one. */
  takeBefore(instant: number): ExtraCall | undefined {
    const { incidents, next } = this.incidents.randomFrom(this.period, instant);
    this.period = next;
    for (const incident of incidents) this.open(incident);
    let first: Stream | undefined;
    for (const stream of this.streams) {
      if (stream.at < instant && (first === undefined || stream.at < first.at)) first = stream;
    }
    return first === undefined ? undefined : this.take(first);
  }

  private take(stream: Stream): ExtraCall {
    const { at, calls, count, prefix } = stream;
    const name = `${prefix}-${count.toString(36)}`;
    stream.count += 1;
    this.advance(stream, at);
    return { at, name, random: calls.fork(count) };
  }

  private open(incident: Incident): void {
    const gain = gainOf(incident);
    if (gain.highest === 0 || incident.to <= this.from) return;
    const name = nameOf(incident);
    const random = this.random.fork(name);
    const stream = {
      ...{ incident, gain, arrivals: random.fork('arrivals'), calls: random.fork('calls') },
      ...{
        prefix: `${incident.kind}-${Random.seeded(name)
          .below(2 ** 32)
          .toString(36)}`,
        at: 0,
        count: 0,
      },
    };
    this.streams.push(stream);
    this.advance(stream, Math.max(incident.from, this.from));
  }

  private advance(stream: Stream, after: number): void {
    const { incident, arrivals, gain } = stream;
    stream.at = this.rate.next(arrivals, after, incident.to, gain);
    if (stream.at >= incident.to) this.streams = this.streams.filter((one) => one !== stream);
  }
}
