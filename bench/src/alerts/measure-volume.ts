import { parentPort, workerData } from 'node:worker_threads';
import type { UsualCounts } from '@callsight/backend/analytics/baselines/usual-counts';
import { countedIncidents, doublings, slowIncidents } from './incident-weeks.js';
import { QUIET_MONTHS, quietAlarms } from './quiet-weeks.js';
import { driftDelay, holidayAlarms } from './slow-weeks.js';
import { alarmsOf, type CountVariant } from './watchers.js';

/** A firm, and how often each measurement is repeated with another seed. */
export interface Volume {
  readonly callsPerDay: number;
  readonly seeds: {
    readonly quiet: number;
    readonly counted: number;
    readonly slow: number;
    readonly drift: number;
    readonly holidays: number;
    readonly doublings: number;
  };
}

const MINUTE_CAP = 3;

/** What could decide how soon a doubling is found. */
const VARIANTS: Readonly<Record<string, CountVariant>> = {
  'as it is': {},
  'expectation of the minute, not the highest within ten': {
    usual: (usual: UsualCounts) => ({ ...usual, high: usual.expected }),
  },
  'a step may say 6 nats, not 3': { bar: { critical: 13, cap: 2 * MINUTE_CAP } },
  'keen: 10 nats are enough, not 13': { bar: { critical: 10, cap: MINUTE_CAP } },
};

function measure<Result>(title: string, count: number, once: (seed: number) => Result): Result[] {
  return Array.from({ length: count }, (_, seed) => {
    const begin = performance.now();
    const result = once(seed);
    process.stderr.write(`${title} ${seed}: ${((performance.now() - begin) / 1_000).toFixed(0)} s\n`);
    return result;
  });
}

function doublingVariants(callsPerDay: number, seeds: number) {
  const firms = [true, false].flatMap((varies) =>
    measure(`doublings, ${varies ? 'restless' : 'steady'}`, seeds, (seed) => ({
      varies,
      ...doublings(callsPerDay, seed, varies),
    })),
  );
  return [true, false].flatMap((varies) =>
    Object.entries(VARIANTS).map(([title, variant]) => {
      const own = firms.filter((firm) => firm.varies === varies);
      return {
        varies,
        title,
        delays: own.flatMap((firm) => firm.delays(variant)),
        alarms: own.reduce((sum, { quiet, days }) => sum + alarmsOf(quiet(variant), days).length, 0),
        months: own.length * QUIET_MONTHS,
      };
    }),
  );
}

/** All that is measured of one firm. */
function measureVolume({ callsPerDay, seeds }: Volume) {
  const name = `${callsPerDay} a day`;
  return {
    counted: measure(`${name}, counts`, seeds.counted, (seed) => countedIncidents(callsPerDay, seed)),
    slow: measure(`${name}, latency`, seeds.slow, (seed) => slowIncidents(callsPerDay, seed)),
    drift: measure(`${name}, drift`, seeds.drift, (seed) => driftDelay(callsPerDay, seed)),
    holidays: measure(`${name}, holidays`, seeds.holidays, (seed) => holidayAlarms(callsPerDay, seed)),
    doublings: doublingVariants(callsPerDay, seeds.doublings),
    quiet: measure(`${name}, quiet`, seeds.quiet, (seed) => quietAlarms(callsPerDay, seed)),
  };
}

export type Measured = ReturnType<typeof measureVolume>;

parentPort?.postMessage(measureVolume(workerData as Volume));
