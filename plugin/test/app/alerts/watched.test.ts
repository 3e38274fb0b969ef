/** @jest-environment jsdom */
import type { Threshold, ThresholdState } from '@callsight/contract/monitoring/threshold';
import type { LinkedState } from '../../../src/app/pages/alerts/alerts-api';
import { rowTexts } from '../../../src/app/pages/alerts/model/row-texts';
import { headline, watchedLine } from '../../../src/app/pages/alerts/model/summary';
import { watchedOf, wrongSince } from '../../../src/app/pages/alerts/model/watched';

const NOW = Date.parse('2026-11-27T12:00:00Z');

const threshold = (id: string, more: Partial<Threshold> = {}): Threshold => ({
  id,
  title: id,
  metric: 'calls.count',
  kind: 'usual',
  version: 0,
  ...more,
});

const state = (level: ThresholdState['level'], more: Partial<ThresholdState> = {}): LinkedState => ({
  group: {},
  level,
  score: 0.1,
  value: 4,
  baseline: 5,
  n: 4,
  since: '2026-11-27T11:00:00Z',
  fired_24h: 0,
  links: { dashboard: 'd/callsight-live', calls: null },
  ...more,
});

const of = (id: string, ...states: LinkedState[]) => ({ id, unit: 'short', states });

test('what is wrong comes first, then what cannot be judged, then the rest by title', () => {
  const watched = watchedOf(
    ['f', 'e', 'd', 'c', 'b', 'a'].map((id) => threshold(id, id === 'f' ? { paused: true } : {})),
    [of('e', state('ok')), of('d', state('warning')), of('c', state('critical')), { ...of('b'), failure: 'no' }],
    undefined,
  );
  expect(watched.map(({ threshold: { id }, level }) => `${id} ${level}`)).toEqual([
    'c critical',
    'd warning',
    'b failed',
    'e ok',
    'a waiting',
    'f paused',
  ]);
});

test('the worst group stands for all, and the earliest says since when', () => {
  const [watched] = watchedOf(
    [threshold('a')],
    [
      of(
        'a',
        state('ok', { group: { agent: 'ben' } }),
        state('critical', { group: { agent: 'emma' }, score: 1.2, value: 9, since: '2026-11-27T10:30:00Z' }),
        state('critical', { group: { agent: 'anna' }, score: 1.9, value: 8, since: '2026-11-27T11:30:00Z' }),
      ),
    ],
    undefined,
  );
  expect(watched?.states.map(({ group }) => group['agent'])).toEqual(['anna', 'emma', 'ben']);
  expect(wrongSince(watched!)).toBe(Date.parse('2026-11-27T10:30:00Z'));
  expect(rowTexts(watched!, NOW)).toEqual({
    now: '8 (anna)',
    usual: '5',
    usualLabel: 'usually',
    fired: '0',
    isQuiet: false,
    isNoisy: false,
  });
});

test('a threshold that no group has been seen of is not wrong', () => {
  const [watched] = watchedOf([threshold('a')], [of('a')], undefined);
  expect(watched?.level).toBe('ok');
  expect(rowTexts(watched!, NOW).now).toBe('–');
});

test('a row says why it says nothing', () => {
  const row = (more: Partial<Threshold>, ...states: LinkedState[]) =>
    rowTexts(watchedOf([threshold('a', more)], [of('a', ...states)], undefined)[0]!, NOW);
  expect(row({ paused: true })).toMatchObject({ now: 'paused', fired: '–', isQuiet: true });
  expect(row({ mute_until: '2026-11-27T18:00:00Z' }, state('suppressed', { suppressed_by: 'mute' })).now).toMatch(
    /^muted until \d\d:00$/,
  );
  expect(row({}, state('suppressed', { suppressed_by: 'scheduling' })).now).toBe('scheduling is down');
  expect(row({}, state('closed')).now).toBe('outside its hours');
  expect(row({}, state('learning', { learning_until: '2026-11-30T00:00:00Z', score: null })).usual).toMatch(
    /^learning until (Sun 29|Mon 30) Nov$/,
  );
  expect(row({}, state('ok'), state('ok', { group: { agent: 'b' } })).now).toBe('2 groups');
});

test('the headline counts what is wrong, and the line below what is watched', () => {
  const all = watchedOf(
    [threshold('a'), threshold('b'), threshold('c', { paused: true })],
    [of('a', state('critical'), state('ok')), of('b', state('warning'))],
    undefined,
  );
  expect(headline(all)).toBe('2 things are wrong');
  expect(headline(all.slice(0, 1))).toBe('One thing is wrong');
  expect(headline([])).toBe('Nothing is wrong');
  expect(watchedLine(all)).toBe('2 thresholds watch 3 groups · 1 critical · 1 warning · 1 paused');
});
