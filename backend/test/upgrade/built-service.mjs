import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const here = import.meta.dirname;
const json = (name) => JSON.parse(readFileSync(join(here, name), 'utf8'));

export const dist = join(here, '../../dist');
export const settings = json('settings.json');
const questions = json('questions.json');
export const bootstrap = settings.CALLSIGHT_BOOTSTRAP_KEY;

/** The built service on a data folder. `ask` sends a request with the bootstrap key; its body is a text or JSON. */
export async function startBuilt(folder, variables = {}) {
  const own = { PATH: process.env.PATH, CALLSIGHT_PORT: '0', CALLSIGHT_DATA_DIR: folder };
  // Checks of the service itself would be events of tenant `main`, besides those that the test compares.
  const env = { ...own, CALLSIGHT_CHECKS_BUILT_IN: 'false', ...settings, ...variables };
  const service = spawn(process.execPath, [join(dist, 'main.cjs')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(service, 'exit');
  process.once('exit', () => service.kill());
  let url;
  for await (const line of createInterface({ input: service.stdout })) {
    ({ url } = JSON.parse(line));
    if (url !== undefined) break;
  }
  service.stdout.resume();

  async function ask(method, path, body, headers = {}) {
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${bootstrap}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    });
    if (response.status >= 500) throw new Error(`${method} ${path}: ${response.status}`);
    return response.status === 204 ? undefined : response.json();
  }

  return {
    url,
    ask,
    /** Resolves when `/healthz` is as it should be. */
    async waitFor(isSo) {
      do await new Promise((resolve) => setTimeout(resolve, 500));
      while (!isSo(await ask('GET', '/healthz')));
    },
    /** Frames of every question of `questions.json`, by its name. */
    async answers(range) {
      const answers = {};
      for (const { name, query } of questions) {
        const { results } = await ask('POST', '/v1/query', { ...range, queries: [{ refId: 'A', ...query }] });
        if (results.A.error) throw new Error(`${name}: ${JSON.stringify(results.A.error)}`);
        answers[name] = results.A.frames.map(({ schema, data }) => [
          schema.fields.map((field) => field.name),
          data.values,
        ]);
      }
      return answers;
    },
    async stop() {
      service.kill('SIGTERM');
      await exited;
    },
  };
}
