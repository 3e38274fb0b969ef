import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Type } from '@sinclair/typebox';
import { QueryError } from '../../src/analytics/catalogue/language/query-error.js';
import type { Definition, DefinitionKind } from '../../src/definitions/definition-kind.js';
import { DefinitionRegistry } from '../../src/definitions/registry.js';
import { openStore, type Store } from '../../src/storage/kv/store.js';

interface Greeting extends Definition {
  readonly text: string;
}

/** A kind as a later part of the product would register it: "rude" is refused, "needed" cannot be removed. */
const greetings = (maxPerTenant = 1_000): DefinitionKind<Greeting> => ({
  name: 'greeting',
  plural: 'greetings',
  title: 'greeting',
  schema: Type.Any(),
  input: Type.Any(),
  writeScope: 'admin',
  maxPerTenant,
  builtIns: [{ id: 'hello', version: 0, text: 'Hello' }],
  load: (_tenant, all) => new Set(all.filter(({ text }) => text === 'outdated').map(({ id }) => id)),
  checkPut: (_tenant, { text }) => {
    if (text === 'rude') throw new QueryError('invalid_greeting', 'be polite', '/text');
    return () => undefined;
  },
  checkRemoval: (_tenant, id) => {
    if (id === 'needed') throw new QueryError('greeting_in_use', 'needed is needed', '/id');
    return () => undefined;
  },
});

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callsight-definitions-'));
  store = await openStore(folder, () => undefined);
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const registryAt = (now = 0) => new DefinitionRegistry({ store: () => store, clock: () => now });
const input = (id: string, text: string) => ({ id, text });

it('gives a kind that registers storage, versions and a mirror, which a new start finds again', async () => {
  const registry = registryAt(Date.parse('2026-05-10T12:00:00Z'));
  const changes: string[] = [];
  registry.onChange((tenant, kind) => changes.push(`${tenant} ${kind}`));
  const set = await registry.register(greetings());
  await set.put('main', input('morning', 'Good morning'), 'key-1');
  await set.put('main', input('morning', 'Morning!'), 'key-2');
  const latest = {
    id: 'morning',
    text: 'Morning!',
    version: 2,
    updated_at: '2026-05-10T12:00:00.000Z',
    updated_by: 'key-2',
  };
  expect(set.list('main')).toEqual([{ id: 'hello', version: 0, text: 'Hello' }, latest]);
  expect((await set.versions('main', 'morning'))?.map(({ version, text }) => [version, text])).toEqual([
    [2, 'Morning!'],
    [1, 'Good morning'],
  ]);
  expect(await set.version('main', 'morning', 1)).toMatchObject({ text: 'Good morning', updated_by: 'key-1' });
  expect(changes).toEqual(['main greeting', 'main greeting']);
  expect(registry.all()).toEqual([
    { kind: 'greeting', tenant: 'main', id: 'morning', document: JSON.stringify(set.get('main', 'morning')) },
  ]);

  const again = await registryAt().register(greetings());
  expect(again.get('main', 'morning')).toEqual(latest);
  expect(again.get('other', 'morning')).toBeUndefined();
  expect((await again.versions('main', 'morning'))?.length).toBe(2);
});

it('takes over what another instance has, and forgets what that does not have', async () => {
  const registry = registryAt();
  const set = await registry.register(greetings());
  await set.put('main', input('old', 'Old'), 'key');
  await set.put('gone', input('other', 'Other'), 'key');
  const changed: string[] = [];
  registry.onChange((tenant) => changed.push(tenant));
  const document = JSON.stringify({ id: 'new', text: 'New', version: 7 });
  await registry.adopt([
    { kind: 'greeting', tenant: 'main', id: 'new', document },
    { kind: 'of a later release', tenant: 'main', id: 'x', document: '{"id":"x","version":1}' },
  ]);
  expect(set.all()).toEqual([{ tenant: 'main', definition: JSON.parse(document) as unknown }]);
  expect(changed.sort()).toEqual(['gone', 'main']);
  expect((await registryAt().register(greetings())).all()).toEqual(set.all());
});

it('leaves out what is no longer valid, without losing it', async () => {
  const set = await registryAt().register(greetings());
  await set.put('main', input('a', 'outdated'), 'key');
  const again = await registryAt().register(greetings());
  expect(again.get('main', 'a')).toBeUndefined();
  expect(await store.get('o\u0000greeting\u0000main\u0000a')).toContain('outdated');
});

it('keeps the last hundred versions, and none of what was deleted', async () => {
  const set = await registryAt().register(greetings());
  for (let version = 1; version <= 103; version += 1) await set.put('main', input('a', `text ${version}`), 'key');
  const versions = await set.versions('main', 'a');
  expect([versions?.length, versions?.[0]?.version, versions?.at(-1)?.version]).toEqual([100, 103, 4]);
  expect(await set.version('main', 'a', 3)).toBeUndefined();
  expect(await set.remove('main', 'a')).toBe(true);
  expect(await store.keys().all()).toEqual([]);
  expect(await set.versions('main', 'a')).toBeUndefined();
});

it('refuses what is invalid, built in, needed, or one too many, and changes nothing', async () => {
  const set = await registryAt().register(greetings(2));
  await set.put('main', input('needed', 'Needed'), 'key');
  await expect(set.put('main', input('b', 'rude'), 'key')).rejects.toMatchObject({ code: 'invalid_greeting' });
  await expect(set.put('main', input('hello', 'Hi'), 'key')).rejects.toMatchObject({ code: 'greeting_exists' });
  await expect(set.remove('main', 'hello')).rejects.toMatchObject({ code: 'greeting_built_in' });
  await expect(set.remove('main', 'needed')).rejects.toMatchObject({ code: 'greeting_in_use' });
  await set.put('main', input('b', 'B'), 'key');
  await expect(set.put('main', input('c', 'C'), 'key')).rejects.toMatchObject({ code: 'too_many_greetings' });
  // A change is not one more, and the limit is each tenant's own.
  await set.put('main', input('b', 'B again'), 'key');
  await set.put('other', input('c', 'C'), 'key');
  expect(set.list('main').map(({ id }) => id)).toEqual(['hello', 'needed', 'b']);
  expect(await set.remove('main', 'nothing')).toBe(false);
});
