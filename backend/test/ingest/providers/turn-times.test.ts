import { turnTimes } from '../../../src/ingest/providers/facts/turns.js';

const START = 1_000;
const END = 60_000;
const spoken = [
  { agent: true, at: 1_500 },
  { agent: false, at: 4_000 },
  { agent: true, at: 6_000 },
  { agent: true, at: 7_000 },
  { agent: false, at: 9_000 },
  { agent: true, at: 90_000 },
];

test('as many turns as answers: the begin of each answer, inside the call', () => {
  expect(turnTimes(2, spoken, START, END)).toEqual([6_000, 60_000]);
});

test('one more: the opening words are a turn as well', () => {
  expect(turnTimes(3, spoken, START, END)).toEqual([1_500, 6_000, 60_000]);
});

test('any other number: the begin of the call, since a match would be a guess', () => {
  expect(turnTimes(4, spoken, START, END)).toEqual([1_000, 1_000, 1_000, 1_000]);
  expect(turnTimes(1, [], START, END)).toEqual([1_000]);
});
