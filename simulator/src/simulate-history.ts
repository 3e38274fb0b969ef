import type { SimulationOptions } from './settings.js';
import type { SimulatedEvent } from './simulated-event.js';
import { Simulation } from './simulation.js';

/**
 * The events of a past span, in the order in which they reach the service; none is later than `to`, so calls that are
 * under way then stay open.
 * @throws RangeError if the time zone is unknown
 */
export function simulateHistory(
  options: SimulationOptions & { readonly to: number },
): Generator<SimulatedEvent, void, undefined> {
  return new Simulation(options, options.to).until(options.to);
}
