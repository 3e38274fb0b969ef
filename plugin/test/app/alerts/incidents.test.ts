import type { ThresholdEpisode } from '@callsight/contract/monitoring/threshold';
import { incidentsOf } from '../../../src/app/pages/alerts/model/incidents';

const episode = (level: 'warning' | 'critical', from: string, to: string, score: number): ThresholdEpisode => ({
  group: {},
  level,
  from: `2026-11-20T${from}:00Z`,
  to: `2026-11-20T${to}:00Z`,
  peak_score: score,
});

const at = (time: string): number => Date.parse(`2026-11-20T${time}:00Z`);

test('a warning, what it becomes and what is left of it are one incident', () => {
  const episodes = [
    episode('warning', '10:20', '10:30', 0.9),
    episode('critical', '10:05', '10:20', 1.6),
    episode('warning', '10:00', '10:05', 0.8),
  ];
  expect(incidentsOf(episodes)).toEqual([{ from: at('10:00'), to: at('10:30'), level: 'critical', peakScore: 1.6 }]);
});

test('what begins more than five minutes after the end is another one', () => {
  const episodes = [episode('warning', '10:00', '10:10', 0.8), episode('critical', '10:16', '10:20', 1.2)];
  expect(incidentsOf(episodes).map(({ level, from }) => [level, from])).toEqual([
    ['warning', at('10:00')],
    ['critical', at('10:16')],
  ]);
  expect(incidentsOf([episodes[0]!, episode('critical', '10:15', '10:20', 1.2)])).toHaveLength(1);
});

test('a shorter one within a longer one does not end it', () => {
  const episodes = [episode('critical', '10:00', '11:00', 2), episode('warning', '10:10', '10:20', 0.8)];
  expect(incidentsOf(episodes)).toEqual([{ from: at('10:00'), to: at('11:00'), level: 'critical', peakScore: 2 }]);
});
