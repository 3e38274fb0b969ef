import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PLUGIN = join(__dirname, '..');

interface Texts {
  readonly [key: string]: string | Texts;
}

interface Manifest {
  readonly id: string;
  readonly languages: readonly string[];
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(join(PLUGIN, 'src', path), 'utf8'));

const valuesOf = (texts: Texts): string[] =>
  Object.values(texts).flatMap((value) => (typeof value === 'string' ? [value] : valuesOf(value)));

test('the locale files have the texts of the code, no more and no less', () => {
  const { status, stdout } = spawnSync(process.execPath, [join(PLUGIN, 'i18n-extract.mjs'), '--check'], {
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});

describe.each(['.', 'datasource', 'panels/funnel'])('the plugin in %s', (folder) => {
  const { id, languages } = readJson(join(folder, 'plugin.json')) as Manifest;

  test('has a file of every language that it names', () => {
    expect(languages).toContain('en-US');
    for (const language of languages) {
      const texts = readJson(join(folder, 'locales', language, `${id}.json`)) as Texts;
      expect(valuesOf(texts).filter((text) => text.trim() === '')).toEqual([]);
    }
  });

  // React escapes what it shows; i18next would escape it once more, and a title with a slash would be shown as entities.
  test('escapes no value', () => {
    for (const language of languages) {
      const texts = readJson(join(folder, 'locales', language, `${id}.json`)) as Texts;
      const placeholders = valuesOf(texts).flatMap((text) => text.match(/\{\{.*?\}\}/g) ?? []);
      expect(placeholders.length).toBeGreaterThan(0);
      expect(placeholders.filter((one) => !one.startsWith('{{- ') && one !== '{{count}}')).toEqual([]);
    }
  });
});
