import type { ThresholdEpisode } from '@callsight/contract/monitoring/threshold';

/** An alert from its begin to its end, with the warnings before and after it. */
export interface Incident {
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly level: 'warning' | 'critical';
  /** Evidence at its highest, as a share of what is critical. */
  readonly peakScore: number;
}

/** Grafana's rules keep an alert for so long after its end. */
const KEPT_MS = 5 * 60_000;

/** Episodes of a group that follow one another without a pause are one incident, which people are told of once. */
export function incidentsOf(episodes: readonly ThresholdEpisode[]): Incident[] {
  const incidents: Incident[] = [];
  const sorted = [...episodes].sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
  for (const { from, to, level, peak_score: score } of sorted) {
    const next: Incident = { from: Date.parse(from), to: Date.parse(to), level, peakScore: score };
    const last = incidents.at(-1);
    if (last === undefined || next.from - last.to > KEPT_MS) incidents.push(next);
    else {
      incidents[incidents.length - 1] = {
        from: last.from,
        to: Math.max(last.to, next.to),
        level: last.level === 'critical' ? 'critical' : level,
        peakScore: Math.max(last.peakScore, score),
      };
    }
  }
  return incidents;
}
