import { searchOptions } from '../../../src/fields/search-options';

const OPTIONS = [
  { value: 'calls.abandonment_rate', label: 'Abandonment rate', description: 'of offered calls' },
  { value: 'calls.count', label: 'Calls', description: 'all' },
  { value: 'calls.answer_rate', label: 'Answer rate', description: 'not abandoned' },
];

const values = (text: string): string[] => searchOptions(OPTIONS, text).map(({ value }) => value);

test('all words have to occur, and titles that begin with the text come first', () => {
  expect(values('')).toHaveLength(3);
  expect(values('abandon')).toEqual(['calls.abandonment_rate', 'calls.answer_rate', 'abandon']);
  expect(values('rate answer')).toEqual(['calls.answer_rate', 'rate answer']);
});

test('a text that is a value is not offered again', () => {
  expect(values('calls.count')).toEqual(['calls.count']);
});
