import { pino } from 'pino';
import { CheckScheduler, type CheckTask } from '../../../src/monitoring/checks/check-scheduler.js';
import type { CheckReport } from '../../../src/monitoring/checks/check-reports.js';
import { ManualTimer } from '../../support/manual-timer.js';

const MINUTE = 60_000;
const START = Date.parse('2026-06-10T12:00:00Z');

/** A scheduler whose clock and timer a test moves, with checks that end when the test says so. */
function harness() {
  const timer = new ManualTimer();
  const reports: CheckReport[] = [];
  const open: { readonly id: string; readonly end: () => void }[] = [];
  const state = { now: START, isReady: true };
  const scheduler = new CheckScheduler({
    clock: () => state.now,
    timer,
    log: pino({ level: 'silent' }),
    isReady: () => state.isReady,
    onTick: () => Promise.resolve(),
    onReport: (report) => {
      reports.push(report);
      return Promise.resolve();
    },
  });
  const task = (id: string, further: Partial<CheckTask> = {}): CheckTask => ({
    tenant: 'main',
    source: 'callsight/checks',
    id,
    component: id,
    everyMs: MINUTE,
    definedAt: START,
    run: () =>
      new Promise((resolve) => {
        open.push({ id, end: () => resolve({ status: 'up', latencyMs: 1, reason: undefined }) });
      }),
    ...further,
  });
  /** Ends what runs. @returns what ran */
  const endAll = async (): Promise<string[]> => {
    const ended = open.splice(0);
    for (const { end } of ended) end();
    await new Promise((resolve) => setImmediate(resolve));
    return ended.map(({ id }) => id);
  };
  return { timer, reports, open, state, scheduler, task, endAll };
}

it('looks once a second what is due, by the timer that it is given', async () => {
  const { timer, scheduler, task, open } = harness();
  scheduler.replace([task('a')]);
  scheduler.start();
  await timer.waited();
  expect([timer.waits, open.length]).toEqual([[1_000], 1]);
  open[0]?.end();
  await scheduler.stop();
});

it('runs nothing twice at once, and goes on at the next planned time', async () => {
  const { scheduler, state, task, open, reports, endAll } = harness();
  scheduler.replace([task('a')]);
  await scheduler.tick();
  for (let minute = 0; minute < 3; minute += 1) {
    state.now += MINUTE;
    await scheduler.tick();
  }
  expect(open.length).toBe(1);
  await endAll();
  // Of the three that were missed one is made up for.
  await scheduler.tick();
  expect(await endAll()).toEqual(['a']);
  await scheduler.tick();
  expect(open.length).toBe(0);
  expect(reports.map(({ plannedAt, at }) => [plannedAt <= at, at - plannedAt < MINUTE])).toEqual([
    [true, true],
    [true, true],
  ]);
});

it('runs ten at once, eight of one tenant at most, and all of them in the end', async () => {
  const { scheduler, task, open, reports, endAll } = harness();
  const many = Array.from({ length: 30 }, (_, index) => task(`many-${index}`));
  scheduler.replace([...many, ...['x', 'y', 'z'].map((id) => task(id, { tenant: 'other' }))]);
  await scheduler.tick();
  expect(open.length).toBe(10);
  expect(open.filter(({ id }) => id.startsWith('many')).length).toBe(8);
  while (open.length > 0) await endAll();
  await scheduler.idle();
  expect(new Set(reports.map(({ check }) => check)).size).toBe(33);
});

it('runs checks of the service itself while those of a tenant hang', async () => {
  const { scheduler, task, open } = harness();
  const hung = Array.from({ length: 30 }, (_, index) => task(`hung-${index}`));
  scheduler.replace([...hung, task('ledger', { source: 'callsight/built-in' })]);
  await scheduler.tick();
  expect(open.map(({ id }) => id)).toContain('ledger');
});

it('joins a run that is in progress when one is asked for', async () => {
  const { scheduler, task, open, endAll } = harness();
  const one = task('a');
  scheduler.replace([one]);
  await scheduler.tick();
  const asked = scheduler.runNow(one);
  expect(open.length).toBe(1);
  await endAll();
  expect(await asked).toMatchObject({ check: 'a', status: 'up', plannedAt: START });
});

it('runs nothing that ran before, that is not ready, or whose time has not come', async () => {
  const { scheduler, state, task, open } = harness();
  scheduler.replace([task('ran', { definedAt: START - 1 }), task('later', { definedAt: START + 1 })]);
  state.isReady = false;
  await scheduler.tick();
  state.isReady = true;
  scheduler.noteRun({ tenant: 'main', source: 'callsight/checks', id: 'ran' }, START);
  await scheduler.tick();
  expect(open.length).toBe(0);
  state.now += 1;
  await scheduler.tick();
  expect(open.map(({ id }) => id)).toEqual(['later']);
});

it('goes on after a check that throws, and ends with the service', async () => {
  const { scheduler, task, reports } = harness();
  const failing = task('failing', { run: () => Promise.reject(new Error('broken')) });
  const hung = task('hung', {
    run: (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('stopped')));
      }),
  });
  const nothing = task('nothing', { run: () => Promise.resolve(undefined) });
  scheduler.replace([failing, hung, nothing]);
  await scheduler.tick();
  expect(await scheduler.runNow(failing)).toBeUndefined();
  await scheduler.stop();
  expect(reports).toEqual([]);
});
