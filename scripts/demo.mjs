import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findGrafana, HOW_TO_GET_GRAFANA, startGrafana } from './grafana.mjs';
import { build, install, root } from './setup.mjs';

/** `npm run demo`: the service on its embedded store, 30 days of history, live traffic, and where to look. */
const port = process.env.CALLSIGHT_PORT ?? '4000';
const url = `http://127.0.0.1:${port}`;
const grafanaPort = process.env.GRAFANA_PORT ?? '3000';
const dataDir = resolve(root, process.env.CALLSIGHT_DATA_DIR ?? 'data/demo');
const children = [];

function say(text) {
  process.stdout.write(`${text}\n`);
}

function start(args, env, stdio = ['ignore', 'inherit', 'inherit']) {
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio });
  children.push(child);
  return child;
}

const ended = (child) => new Promise((done) => child.once('exit', (code, signal) => done(code ?? signal)));

/** The demo's own key, kept beside its data so that a second start finds it again. */
function demoKey() {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'demo.key');
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

async function ready(service) {
  for (;;) {
    if (service.exitCode !== null) return false;
    const ok = await fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return true;
    await new Promise((done) => setTimeout(done, 200));
  }
}

/** Whether an earlier start of the demo left its calls behind; a second history would lie on top of it. */
async function hasHistory(key) {
  const answer = await fetch(`${url}/v1/query`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ from: 'now-40d', to: 'now', queries: [{ refId: 'A', metrics: ['calls.count'] }] }),
  });
  const { results } = await answer.json();
  return results.A.frames[0].data.values[0][0] > 0;
}

/** Who is told of alerts, as the environment says; nobody, without any of it. */
const receivers = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => /^(CALLSIGHT_(ONCALL|WATCHDOG)|GF_SMTP)_/.test(name)),
  );

/**
 * Starts Grafana with datasource, app, dashboards and alert rules, if there is one.
 * @returns what to say of it
 */
async function grafana(key, timezone) {
  const found = findGrafana();
  if (found === undefined) return `not found. ${HOW_TO_GET_GRAFANA}`;
  const started = startGrafana(found, {
    folder: join(dataDir, 'grafana'),
    port: grafanaPort,
    service: { url, address: `unix:${join(dataDir, 'grafana.sock')}`, apiKey: key },
    timezone,
    settings: {
      ...receivers(),
      GF_AUTH_ANONYMOUS_ENABLED: 'true',
      GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: join(root, 'dashboards/overview.json'),
    },
  });
  children.push(started.child);
  if (await started.isUp()) return `${started.url}/  (look around as anybody; admin / admin may change things)`;
  return `did not start; ${join(dataDir, 'grafana/grafana.log')} says why. Is port ${grafanaPort} in use? GRAFANA_PORT chooses another one.`;
}

async function stop() {
  for (const child of children.toReversed()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = ended(child);
    child.kill('SIGTERM');
    await gone;
  }
}

async function main() {
  if (!install() || !build()) return 1;
  const key = demoKey();
  const timezone = process.env.CALLSIGHT_TIMEZONE ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const env = {
    CALLSIGHT_PORT: port,
    CALLSIGHT_DATA_DIR: dataDir,
    CALLSIGHT_BOOTSTRAP_KEY: key,
    CALLSIGHT_OPEN_OVERVIEW: 'true',
    CALLSIGHT_TIMEZONE: timezone,
    CALLSIGHT_GRAFANA_LISTEN: `unix:${join(dataDir, 'grafana.sock')}`,
    CALLSIGHT_LOG_LEVEL: process.env.CALLSIGHT_LOG_LEVEL ?? 'warn',
  };
  const service = start(['--max-semi-space-size=64', '--max-old-space-size=2048', 'backend/dist/main.cjs'], env);
  if (!(await ready(service))) {
    say(`\nThe service did not start; is port ${port} in use? CALLSIGHT_PORT chooses another one.`);
    return 1;
  }
  const days = (await hasHistory(key)) ? '0' : '30';
  const traffic = ['--days', days, '--calls-per-day', '800', '--live', '--rate', '6'];
  const simulate = ['backend/dist/cli/main.js', 'simulate', '--url', url, '--seed', 'demo', ...traffic];
  say(
    days === '0'
      ? '\n— the history of an earlier start is there; live traffic follows'
      : '\n— load 30 days of history; live traffic follows',
  );
  const simulator = start(simulate, { CALLSIGHT_API_KEY: key });
  const whereGrafanaIs = await grafana(key, timezone);
  say(`
  Live overview      ${url}/
  API documentation  ${url}/docs
  API key            ${join(dataDir, 'demo.key')}
  Grafana            ${whereGrafanaIs}

  curl -s ${url}/v1/query -H "Authorization: Bearer $(cat ${join(dataDir, 'demo.key')})" \\
    -H 'content-type: application/json' \\
    -d '{"from":"now-7d","to":"now","queries":[{"refId":"A","metrics":["calls.count","calls.answer_rate"],"groupBy":["agent"]}]}'

  Live traffic comes evenly, six calls a minute, whatever the hour: GET ${url}/v1/threshold-states soon warns of more calls than usual.

  Ctrl-C stops everything.
`);
  const first = await Promise.race([ended(service), ended(simulator)]);
  await stop();
  return first === 0 || stopping ? 0 : 1;
}

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    stopping = true;
    void stop();
  });
}
process.exitCode = await main();
