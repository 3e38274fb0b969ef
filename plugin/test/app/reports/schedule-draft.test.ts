import { addressesOf, newSchedule, scheduleInputOf } from '../../../src/app/pages/reports/model/schedule-draft';
import type { Report } from '@callsight/contract/reports/report';

const report = { id: 'weekly', range: 'last_month', timezone: 'Europe/Berlin', version: 1 } as Report;

test('a new schedule runs as soon as the period of its report is over', () => {
  expect(newSchedule(report)).toMatchObject({ report: 'weekly', cron: '0 8 1 * *', timezone: 'Europe/Berlin' });
  expect(newSchedule({ ...report, range: 'yesterday' }).cron).toBe('0 8 * * *');
  expect(newSchedule({ ...report, range: 'last_week' }).cron).toBe('0 8 * * 1');
});

test('it gets an id of its name that nobody has', () => {
  const draft = newSchedule(report);
  expect(scheduleInputOf(draft, []).id).toBe('weekly');
  expect(scheduleInputOf({ ...draft, title: 'Monday mornings' }, ['monday-mornings']).id).toBe('monday-mornings-2');
  expect(scheduleInputOf({ ...draft, id: 'own' }, ['own']).id).toBe('own');
});

test('addresses are read however they are parted', () => {
  expect(addressesOf('a@x.org, b@x.org;c@x.org\n<d@x.org> nobody')).toEqual([
    'a@x.org',
    'b@x.org',
    'c@x.org',
    'd@x.org',
  ]);
});
