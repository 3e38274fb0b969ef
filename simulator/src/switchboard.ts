import { Lines } from './lines.js';
import type { SimulationSettings } from './settings.js';

const MINUTE = 60_000;
/** Mean time that an inbound call holds its line, as measured over a month. */
const MEAN_LINE_TIME = 145_000;

/** The firm's lines: so many for the rhythm of the week, and so many for a steady rate where one takes its place. */
export class Switchboard {
  private readonly lines: Lines;
  private readonly later: Lines;
  private readonly changesAt: number;

  /** @param peak calls per millisecond in the busiest hour */
  constructor({ lines, steady }: SimulationSettings, peak: number) {
    const steadyRate = (steady?.callsPerMinute ?? 0) / MINUTE;
    this.lines = new Lines(lines ?? Lines.countFor(peak, MEAN_LINE_TIME));
    this.later = new Lines(lines ?? Lines.countFor(steadyRate, MEAN_LINE_TIME));
    this.changesAt = steady?.from ?? Number.POSITIVE_INFINITY;
  }

  /** Milliseconds until a line is free for a call that starts at `start`. */
  waitAt(start: number): number {
    return this.linesAt(start).waitAt(start);
  }

  occupy(start: number, end: number): void {
    this.linesAt(start).occupy(end);
  }

  private linesAt(start: number): Lines {
    return start < this.changesAt ? this.lines : this.later;
  }
}
