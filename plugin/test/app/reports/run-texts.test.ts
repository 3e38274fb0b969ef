/** @jest-environment jsdom */
import { answerText, deliveredText, isActive } from '../../../src/app/pages/reports/model/run-texts';

test('an answer has its code once', () => {
  expect(answerText({ code: 250, message: '250 OK: message queued' })).toBe('250 OK: message queued');
  expect(answerText({ code: 550, message: 'no such user' })).toBe('550 no such user');
  expect(answerText({ message: 'connection refused' })).toBe('connection refused');
  expect(answerText({ code: 421 })).toBe('421');
  expect(answerText({})).toBe('');
});

test('those who have a report are counted among all that it was for', () => {
  const delivery = (status: 'sent' | 'unknown' | 'failed') => ({ to: status, status, attempts: 1 });
  expect(deliveredText([])).toBe('');
  expect(deliveredText([delivery('sent'), delivery('unknown'), delivery('failed')])).toBe('1 of 3 sent');
});

test('a run is looked at again while it will change by itself', () => {
  expect(isActive({ status: 'waiting_for_data' })).toBe(true);
  expect(isActive({ status: 'sent' })).toBe(false);
});
