import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import type { Tracer } from '../lib/telemetry/tracer.js';
import type { Timer } from '../lib/background/timer.js';
import type { Teardown } from './teardown.js';
import type { Clock } from '../lib/time/units.js';

/** What every step of the start is given. */
export interface ServiceContext {
  readonly config: Config;
  readonly log: Logger;
  /** Epoch milliseconds. */
  readonly clock: Clock;
  readonly timer: Timer;
  /** Absent unless tracing is configured. */
  readonly tracer: Tracer | undefined;
  /** Each step says here how what it opened is closed. */
  readonly teardown: Teardown;
}
