import * as emotionCss from '@emotion/css';
import * as grafanaData from '@grafana/data';
import * as grafanaRuntime from '@grafana/runtime';
import * as grafanaUi from '@grafana/ui';
import i18next from 'i18next';
import * as react from 'react';
import * as jsxRuntime from 'react/jsx-runtime';
import * as reactDom from 'react-dom';
import * as rxjs from 'rxjs';
import { PluginPage } from './plugin-page';

const SHARED: Readonly<Record<string, unknown>> = {
  '@emotion/css': emotionCss,
  '@grafana/data': grafanaData,
  // Grafana puts its own page in the place of the package's.
  '@grafana/runtime': { ...grafanaRuntime, PluginPage },
  '@grafana/ui': grafanaUi,
  i18next,
  react,
  'react/jsx-runtime': jsxRuntime,
  'react-dom': reactDom,
  rxjs,
};

declare global {
  interface Window {
    define?: (names: readonly string[], factory: (...modules: unknown[]) => unknown) => void;
  }
}

interface Texts {
  readonly [key: string]: string | Texts;
}

/** With `?texts=marked` each text of a locale file is shown in brackets, so that a test sees what comes from none. */
const isMarked = new URLSearchParams(window.location.search).get('texts') === 'marked';

const marked = (texts: Texts): Texts =>
  Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [key, typeof value === 'string' ? `⟦${value}⟧` : marked(value)]),
  );

/** Loads the texts of a plugin, as Grafana does before its module. */
async function loadTexts(folder: string): Promise<void> {
  const read = async (path: string): Promise<unknown> => (await fetch(`${folder}/${path}`)).json();
  const { id, languages } = (await read('plugin.json')) as { readonly id: string; readonly languages: string[] };
  for (const language of languages) {
    const texts = (await read(`locales/${language}/${id}.json`)) as Texts;
    i18next.addResourceBundle(language, id, isMarked ? marked(texts) : texts, true, false);
  }
}

/**
 * Loads a built `module.js` as Grafana does: it calls `define` with the names of what Grafana shares.
 * @throws when it names something that Grafana does not share
 */
export async function loadModule<T>(path: string): Promise<T> {
  const folder = `/public/plugins/callsight-calls-app/${path}`.replace('/.', '');
  const uri = `${folder}/module.js`;
  await loadTexts(folder);
  return new Promise((resolve, reject) => {
    window.define = (names, factory) => {
      const unknown = names.filter((name) => name !== 'module' && !(name in SHARED));
      if (unknown.length > 0) reject(new Error(`${path} asks for ${unknown.join(', ')}, which Grafana does not share`));
      else resolve(factory(...names.map((name) => (name === 'module' ? { uri } : SHARED[name]))) as T);
    };
    const script = document.createElement('script');
    script.src = uri;
    script.onerror = () => reject(new Error(`${uri} is not there: run "npm run build"`));
    document.head.append(script);
  });
}
