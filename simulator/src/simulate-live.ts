import type { Clock } from './clock.js';
import type { SimulationOptions } from './settings.js';
import type { SimulatedEvent } from './simulated-event.js';
import { Simulation } from './simulation.js';

/** Events from `from` on, each when the clock says that it is due, until the signal aborts. */
export function simulateLive(
  options: SimulationOptions & { readonly clock: Clock; readonly signal?: AbortSignal },
): AsyncGenerator<SimulatedEvent, void, undefined> {
  return new Simulation(options).live(options.clock, options.signal);
}
