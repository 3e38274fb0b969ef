import { Catalogue } from '../../../src/analytics/catalogue/catalogue.js';
import { readConfig } from '../../../src/config/config.js';
import { ENGLISH } from '../../../src/reporting/words/en.js';
import { GERMAN } from '../../../src/reporting/words/de.js';

const { metrics } = readConfig({ CALLSIGHT_DATA_DIR: '/d' }).config;
const catalogue = Catalogue.builtIn(metrics, []).describe();

test('every metric of the catalogue has a German title and meaning of its own, with the numbers that are set', () => {
  const titles = new Map<string, string>();
  for (const { id, description } of catalogue.metrics) {
    const words = GERMAN.metric(id);
    expect([id, words === undefined]).toEqual([id, false]);
    const meaning = words?.describe(description) ?? '';
    expect([id, meaning]).toEqual([id, expect.not.stringMatching(/\{\}|…/)]);
    // Two metrics of one title could not be told apart in a report.
    expect([id, titles.get(words?.title ?? '')]).toEqual([id, undefined]);
    titles.set(words?.title ?? '', id);
  }
});

test('a meaning has the number that the operator has set', () => {
  const own = Catalogue.builtIn({ ...metrics, serviceLevelSeconds: 45 }, []).describe().metrics;
  const { description = '' } = own.find(({ id }) => id === 'calls.answered_in_time') ?? {};
  expect(GERMAN.metric('calls.answered_in_time')?.describe(description)).toBe(
    'Eingehende Anrufe, die binnen 45 s angenommen wurden',
  );
});

test('every dimension and step has a German name', () => {
  expect(catalogue.dimensions.filter(({ id }) => GERMAN.dimensions[id] === undefined)).toEqual([]);
  expect(catalogue.steps.filter(({ id }) => GERMAN.steps[id] === undefined)).toEqual([]);
});

test('both languages say the same things', () => {
  const keysOf = (value: object): string[] =>
    Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? keysOf(inner).map((one) => `${key}.${one}`)
        : [key],
    );
  const { dimensions: _, steps: __, values: ___, columns: ____, ...english } = ENGLISH;
  const { dimensions: a, steps: b, values: c, columns: d, ...german } = GERMAN;
  expect([a, b, c, d].every((table) => Object.keys(table).length > 0)).toBe(true);
  expect(keysOf(german).sort()).toEqual(keysOf(english).sort());
});
