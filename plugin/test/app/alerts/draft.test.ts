import fc from 'fast-check';
import { idOf, isSame } from '../../../src/app/definition-draft';
import { inputOf, isComplete, withKind, type Draft } from '../../../src/app/pages/alerts/model/draft';

const draft: Draft = { id: 'a', title: 'A', metric: 'calls.count', kind: 'usual' };

test('an id is made of a title', () => {
  expect(idOf('Errors of Ben', [], 'threshold')).toBe('errors-of-ben');
  expect(idOf('  Größe & Länge  ', [], 'threshold')).toBe('gro-e-lange');
  expect(idOf('95 % slow', [], 'threshold')).toBe('slow');
  expect(idOf('電話', [], 'threshold')).toBe('threshold');
  expect(idOf('Slow', ['slow', 'slow-2'], 'threshold')).toBe('slow-3');
});

test('whatever a title is, its id is one that the service takes and that nobody has', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.array(fc.string()), (title, taken) => {
      const id = idOf(title, taken, 'threshold');
      expect(id).toMatch(/^[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*$/);
      expect(id.length).toBeLessThanOrEqual(100);
      expect(taken).not.toContain(id);
    }),
  );
});

test('another kind leaves nothing of what it does not take', () => {
  const fixed: Draft = {
    ...draft,
    kind: 'fixed',
    direction: 'below',
    limit: { critical: 3 },
    comparison: 'plain',
    sensitivity: 'keen',
  };
  expect(withKind(fixed, 'usual')).toEqual({ ...draft, direction: 'below', sensitivity: 'keen' });
  expect(withKind(fixed, 'silence')).toEqual({ ...draft, kind: 'silence', sensitivity: 'keen' });
  expect(withKind(fixed, 'drift')).toEqual({ ...draft, kind: 'drift', direction: 'below' });
  expect(withKind({ ...draft, direction: 'either' }, 'fixed')).toEqual({ ...draft, kind: 'fixed', direction: 'above' });
});

test('without a name a threshold is called after its metric', () => {
  expect(inputOf({ ...draft, id: '', title: ' ' }, ['calls-count'])).toMatchObject({
    id: 'calls-count-2',
    title: 'calls.count',
  });
});

test('a fixed limit needs one, and all need a metric', () => {
  expect(isComplete(draft)).toBe(true);
  expect(isComplete({ ...draft, metric: '' })).toBe(false);
  expect(isComplete({ ...draft, kind: 'fixed' })).toBe(false);
  expect(isComplete({ ...draft, kind: 'fixed', limit: { warning: 0 } })).toBe(true);
});

test('the order in which something was entered is no change', () => {
  expect(
    isSame({ ...draft, limit: { warning: 1, critical: 2 } }, { limit: { critical: 2, warning: 1 }, ...draft }),
  ).toBe(true);
  expect(isSame({ ...draft, owner: undefined }, draft)).toBe(true);
  expect(isSame({ ...draft, groupBy: ['a', 'b'] }, { ...draft, groupBy: ['b', 'a'] })).toBe(false);
});
