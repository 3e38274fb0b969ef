import { TraceParents } from '../../../src/storage/ledger/trace-parents.js';

const entity = (name: string | number) => ({ tenant: 'main', entity: `call/${name}` });

it('gives each request once, the oldest first, and only for the entities that are asked for', () => {
  const parents = new TraceParents();
  parents.note(entity('a'), 'first');
  parents.note(entity('b'), 'first');
  parents.note(entity('c'), 'second');
  parents.note(entity('a'), 'third');
  expect(parents.take([entity('a'), entity('b'), entity('c'), entity('d')])).toEqual(['first', 'second']);
  expect(parents.take([entity('a'), entity('b'), entity('c')])).toEqual([]);
});

it('keeps entities of tenants apart', () => {
  const parents = new TraceParents();
  parents.note({ tenant: 'one', entity: 'call/a' }, 'first');
  expect(parents.take([{ tenant: 'two', entity: 'call/a' }])).toEqual([]);
});

it('remembers ten thousand entities, the latest', () => {
  const parents = new TraceParents();
  for (let index = 0; index < 10_001; index += 1) parents.note(entity(index), String(index));
  expect(parents.take([entity(0)])).toEqual([]);
  expect(parents.take([entity(1), entity(10_000)])).toEqual(['1', '10000']);
});
