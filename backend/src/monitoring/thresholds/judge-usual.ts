import type { EpochMinute, LocalDay } from '../../analytics/baselines/local-clock.js';
import type { Direction } from '../evidence/evidence.js';
import { judgeCounts, judgeSilence } from '../evidence/judge-counts.js';
import { hourly, judgeMean, judgeRate, judgeSlow } from '../evidence/judge-hours.js';
import { levelsOf, levelsOfScores, type Levels } from '../evidence/levels.js';
import { minuteBar, silenceBar, stepBar, type Bar } from '../evidence/sensitivity.js';
import type { Judged } from '../evidence/step-series.js';
import type { Model } from './models.js';
import { slowSeries, type Judging } from './seen.js';
import type { Watch } from './watch.js';

/** Counts are judged minute by minute, everything else in steps of five minutes. */
export const barOf = ({ threshold, measure }: Watch): Bar => {
  const { sensitivity = 'normal' } = threshold;
  return measure.kind === 'count' ? minuteBar(sensitivity) : stepBar(sensitivity);
};

/** Steps that are too young for what falls to be judged. */
function settled(judged: Judged, direction: Direction, { seen, lateness }: Judging): Judged {
  if (direction === 'above') return judged;
  const end = Math.floor((lateness.asOf - lateness.settleMinutes - seen.from) / seen.stepMinutes);
  judged.nats.fill(0, Math.max(0, end));
  return judged;
}

function judgeUsualCounts({ watch, seen, models, local, lateness, provider }: Judging, direction: Direction): Levels {
  const { kind, sensitivity = 'normal' } = watch.threshold;
  const setting = {
    local,
    usual: (day: LocalDay) => models?.get(day)?.counts,
    isHoliday: (day: LocalDay) => watch.holidays.has(day),
    knownShare: (minute: EpochMinute) => lateness.knownShare(lateness.asOf - minute, provider),
  };
  if (kind !== 'silence') return levelsOf(judgeCounts(seen, setting, direction), barOf(watch));
  const nats = judgeSilence(seen, setting, (day) => models?.get(day)?.dispersion ?? 0);
  return levelsOfScores(nats.map((one) => one / silenceBar(sensitivity).critical));
}

function judgeUsualLatency({ watch, seen, models, local }: Judging): Levels {
  const latencyOf = (day: LocalDay) => models?.get(day)?.latency;
  const limitAt = hourly(local, latencyOf, ({ limit }, hour) => limit[hour]);
  const usualAt = hourly(local, latencyOf, ({ share, designEffect }, hour) => {
    const usual = share[hour];
    return usual === undefined ? undefined : { share: usual, designEffect };
  });
  return levelsOf(judgeSlow(slowSeries(seen, limitAt), usualAt), barOf(watch));
}

/** Evidence that a group is not as usual in one direction. */
export function judgeUsual(judging: Judging, direction: Direction): Levels {
  const { watch, seen, models, local } = judging;
  const { kind } = watch.measure;
  if (kind === 'count') return judgeUsualCounts(judging, direction);
  if (kind === 'percentile') return judgeUsualLatency(judging);
  const modelOf = (day: LocalDay): Model | undefined => models?.get(day);
  if (kind === 'rate') {
    const rateAt = hourly(local, modelOf, ({ hours }, hour) => hours?.value[hour]);
    return levelsOf(settled(judgeRate(seen, rateAt, direction), direction, judging), barOf(watch));
  }
  const meanAt = hourly(local, modelOf, ({ hours, variation = 1 }, hour) => {
    const value = hours?.value[hour];
    return value === undefined ? undefined : { value, variation };
  });
  return levelsOf(settled(judgeMean(seen, meanAt, direction), direction, judging), barOf(watch));
}
