import type { Threshold, ThresholdState } from '@callsight/contract/monitoring/threshold';
import { suppress, type ComponentCause } from '../../../src/monitoring/thresholds/suppress.js';

const NOW = Date.parse('2026-05-10T12:00:00Z');

const threshold = (more: Partial<Threshold> = {}): Threshold => ({
  id: 'one',
  title: 'One',
  metric: 'calls.count',
  kind: 'usual',
  version: 1,
  component: 'voice-agent',
  ...more,
});

const state = (more: Partial<ThresholdState> = {}): ThresholdState => ({
  group: {},
  level: 'critical',
  score: 1.2,
  value: 3,
  baseline: 1,
  n: 3,
  since: null,
  fired_24h: 1,
  ...more,
});

const causes =
  (known: Readonly<Record<string, Partial<ComponentCause>>>) =>
  (component: string): ComponentCause => ({ isDown: false, dependency: undefined, ...known[component] });

test('what a component watches is suppressed while the component is down', () => {
  const down = causes({ 'voice-agent': { isDown: true } });
  expect(suppress(threshold(), state(), NOW, down)).toMatchObject({
    level: 'suppressed',
    suppressed_by: 'voice-agent',
  });
  expect(suppress(threshold(), state({ level: 'ok' }), NOW, down)).toMatchObject({ level: 'ok' });
});

test('that a component is down is not suppressed by itself, but by what it depends on', () => {
  const health = threshold({ metric: 'health.failed_in_a_row', groupBy: ['component'] });
  const { component: _, ...grouped } = health;
  const down = { isDown: true };
  const of = (component: string) => state({ group: { component } });
  expect(suppress(grouped, of('crm'), NOW, causes({ crm: down }))).toMatchObject({ level: 'critical' });
  const explained = causes({ crm: { ...down, dependency: 'office-network' } });
  expect(suppress(grouped, of('crm'), NOW, explained)).toMatchObject({
    level: 'suppressed',
    suppressed_by: 'office-network',
  });
});

test('a mute ends by itself, and one that has ended suppresses nothing', () => {
  const muted = threshold({ mute_until: '2026-05-10T12:30:00Z' });
  expect(suppress(muted, state(), NOW, causes({}))).toMatchObject({ level: 'suppressed', suppressed_by: 'mute' });
  expect(suppress(muted, state(), NOW + 30 * 60_000, causes({}))).toMatchObject({ level: 'critical' });
});
