import type { Conditions } from './incidents.js';

/** What a call needs to know of the world outside it. */
export interface Surroundings {
  conditionsAt(at: number): Conditions;
  /** Milliseconds that the firm's clock is ahead of UTC. */
  offsetAt(at: number): number;
  /** Whether no appointments are made on a local day, in days since 1970. */
  isHoliday(localDay: number): boolean;
  /** `calls`: only how calls begin, are answered, end and are analysed; the same calls, with fewer events. */
  readonly detail: 'full' | 'calls';
}
