import { patch } from '../../../src/fields/patch';

test('what becomes undefined or an empty list goes away', () => {
  const value: { a?: string; b?: string[]; c?: number } = { a: 'x', b: ['y'], c: 1 };
  expect(patch(value, { a: undefined, b: [] })).toEqual({ c: 1 });
  expect(patch(value, { c: 2 })).toEqual({ a: 'x', b: ['y'], c: 2 });
});
