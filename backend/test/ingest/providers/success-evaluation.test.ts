import { successEvaluation } from '../../../src/ingest/providers/vapi/vapi-analysis.js';

test.each([
  ['true', true],
  ['Pass', true],
  ['Good', true],
  ['Excellent', true],
  ['Strongly Agree', true],
  ['8', true],
  ['6', true],
  ['80%', true],
  [true, true],
  [9, true],
  ['false', false],
  ['fail', false],
  ['Fair', false],
  ['poor', false],
  ['Disagree', false],
  ['5', false],
  ['50%', false],
  ['Neutral', undefined],
  ['', undefined],
  ['11', undefined],
  ['0', undefined],
  ['120%', undefined],
  ['- greeted: yes', undefined],
  [null, undefined],
  [{}, undefined],
])('%j is %j', (value, expected) => {
  expect(successEvaluation(value)).toBe(expected);
});
