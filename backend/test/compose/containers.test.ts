import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../support/influx/free-port.js';
import { influxServers } from '../support/influx/influx-servers.js';
import { until } from '../support/service/until.js';
import { composeService } from './compose-file.js';
import { Contained, CONTAINED_USER } from './contained.js';
import { imageCommand, imageEnvironment } from './dockerfile.js';
import { layOutImage } from './image-tree.js';
import { Natively } from './natively.js';
import { REPOSITORY } from './repository.js';

const { GRAFANA_HOME } = process.env;
const hasGrafana = GRAFANA_HOME !== undefined && GRAFANA_HOME !== '';
const hasMailpit = spawnSync('mailpit', ['version']).status === 0;
const [, wanted = ''] = composeService('influxdb').image.split(':');

/** @throws when the server is missing: what is not run must not pass */
function requiredServer(): string {
  const binary = influxServers().find(({ version }) => version === wanted)?.binary;
  if (binary === undefined) throw new Error(`InfluxDB ${wanted} is missing: run "node scripts/influx-servers.mjs"`);
  return binary;
}

const influxd = requiredServer();

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
};

/**
 * What the containers would run, run here one after the other, with the environment, secrets and volumes that
 * docker-compose.yml gives them and as a user without rights. Not seen here: the images themselves, and Docker.
 */
describe(`the commands of the containers, run ${CONTAINED_USER === undefined ? 'as this user' : 'as nobody'}`, () => {
  let here: Natively;
  let app: string;
  const running: Contained[] = [];
  beforeAll(() => {
    here = new Natively();
    app = here.pathOf('/app');
    layOutImage(app);
  });
  afterAll(async () => {
    await Promise.all(running.map((one) => one.stop()));
    here.remove();
  });
  const start = (command: readonly string[], env: Readonly<Record<string, string>>, cwd = app): Contained => {
    const one = new Contained(
      command.map((word) => here.translate(word)),
      { cwd, env },
    );
    running.push(one);
    return one;
  };
  const imageRun = (name: 'setup' | 'callsight') => ({
    ...imageEnvironment(),
    ...here.environment(composeService(name)),
  });

  it('influxdb starts', async () => {
    const { command = [], environment = {} } = composeService('influxdb');
    const port = await freePort();
    const data = here.pathOf('/var/lib/influxdb2');
    const env = {
      INFLUXD_BOLT_PATH: join(data, 'influxd.bolt'),
      INFLUXD_SQLITE_PATH: join(data, 'influxd.sqlite'),
      INFLUXD_ENGINE_PATH: join(data, 'engine'),
      INFLUXD_HTTP_BIND_ADDRESS: `127.0.0.1:${port}`,
    };
    start([influxd, ...command.slice(1)], env, data);
    const url = `http://127.0.0.1:${port}`;
    here.locate('http://influxdb:8086', url);
    await until(() => answers(`${url}/health`));
    // What the image's entry point does with these variables.
    const fileOf = (name: string) => readFileSync(here.translate(environment[name]!), 'utf8');
    const body = {
      username: environment['DOCKER_INFLUXDB_INIT_USERNAME'],
      password: fileOf('DOCKER_INFLUXDB_INIT_PASSWORD_FILE'),
      token: fileOf('DOCKER_INFLUXDB_INIT_ADMIN_TOKEN_FILE'),
      org: environment['DOCKER_INFLUXDB_INIT_ORG'],
      bucket: environment['DOCKER_INFLUXDB_INIT_BUCKET'],
    };
    const made = await fetch(`${url}/api/v2/setup`, { method: 'POST', body: JSON.stringify(body) });
    expect(made.status).toBe(201);
  });

  it('setup leaves a token for the service and one for readers, and changes nothing at the next start', async () => {
    const { command = [] } = composeService('setup');
    const first = await start(command, imageRun('setup')).ended();
    expect(first).toMatchObject({ code: 0, output: expect.stringContaining('done; 2 changes') as string });
    const token = here.pathOf('/var/lib/callsight-service-token/token');
    expect(statSync(token).mode & 0o777).toBe(0o600);
    expect(readFileSync(token)).not.toEqual(readFileSync(here.pathOf('/var/lib/callsight-reader-token/token')));
    const second = await start(command, imageRun('setup')).ended();
    expect(second).toMatchObject({ code: 0, output: expect.stringContaining('nothing was changed') as string });
  });

  it('the service becomes well, takes events, stops when told to, and is not well then', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    // In a container it is on all addresses, which only the container has. A small disk is not what this is about.
    const changed = { CALLSIGHT_HOST: '127.0.0.1', CALLSIGHT_PORT: String(port), CALLSIGHT_MIN_FREE_BYTES: '0' };
    const env = { ...imageRun('callsight'), ...changed };
    const check = () =>
      start(imageCommand('HEALTHCHECK'), { ...imageEnvironment(), CALLSIGHT_PORT: String(port) }).ended();
    expect((await check()).code).toBe(1);
    const service = start(imageCommand('CMD'), env);
    await until(async () => !service.running || (await answers(`${url}/readyz`)));
    expect({ running: service.running, output: service.output }).toMatchObject({ running: true });
    expect(await check()).toEqual({ code: 0, output: '' });
    // Nothing it is given is unknown to it.
    expect(service.output).not.toContain('no such setting');

    const key = readFileSync(here.pathOf('/run/secrets/bootstrap_key'), 'utf8');
    const time = new Date().toISOString();
    const event = { specversion: '1.0', id: '1', source: 'test', type: 'call.started', subject: 'c', time };
    const sent = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...event, data: { direction: 'inbound', agent: { id: 'anna' } } }),
    });
    expect(await sent.json()).toMatchObject({ accepted: 1 });
    expect(existsSync(here.pathOf('/var/lib/callsight/first.key'))).toBe(false);

    // The keys that Grafana gets: the datasource's reads; that of the pages also changes definitions, and sends nothing in.
    const post = async (secret: string, path: string, body: object): Promise<number> => {
      const authorization = `Bearer ${readFileSync(here.pathOf(`/run/secrets/${secret}`), 'utf8')}`;
      const headers = { authorization, 'content-type': 'application/json' };
      return (await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })).status;
    };
    const calendar = { id: 'closed', title: 'Closed', days: [{ date: '2026-12-24', title: 'Christmas Eve' }] };
    expect(await post('read_key', '/v1/calendars', calendar)).toBe(403);
    expect(await post('pages_key', '/v1/calendars', calendar)).toBe(201);
    expect(await post('pages_key', '/v1/events', event)).toBe(403);

    expect((await service.stop()).code).toBe(0);
    expect((await check()).code).toBe(1);
    for (const secret of [key, readFileSync(here.pathOf('/var/lib/callsight-service-token/token'), 'utf8').trim()])
      expect(service.output).not.toContain(secret);
  });

  it(hasGrafana ? 'grafana becomes well' : 'grafana: not run, GRAFANA_HOME is not set', async () => {
    if (!hasGrafana) return;
    const port = await freePort();
    const given = here.environment(composeService('grafana'));
    // As the image's entry point: NAME__FILE becomes NAME.
    const env = Object.fromEntries(
      Object.entries(given).map(([name, value]) =>
        name.endsWith('__FILE') ? [name.slice(0, -6), readFileSync(value, 'utf8')] : [name, value],
      ),
    );
    // What the image holds lies in the tree here.
    const plugins = here.pathOf('/opt/callsight/plugins');
    mkdirSync(plugins, { recursive: true });
    symlinkSync(join(REPOSITORY, 'plugin/dist'), join(plugins, 'callsight-calls-app'));
    const entrypoint = here.pathOf('/opt/callsight/entrypoint.sh');
    cpSync(join(REPOSITORY, 'deploy/grafana-entrypoint.sh'), entrypoint);
    symlinkSync(join(REPOSITORY, 'provisioning'), here.pathOf('/opt/callsight/provisioning'));
    const image = {
      GF_PATHS_DATA: here.pathOf('/var/lib/grafana'),
      GF_PATHS_LOGS: here.pathOf('/var/lib/grafana/log'),
      GF_PATHS_PLUGINS: plugins,
      CALLSIGHT_DASHBOARDS: join(REPOSITORY, 'dashboards'),
      GRAFANA_RUN: join(GRAFANA_HOME, 'bin/grafana'),
    };
    const config = join(REPOSITORY, 'provisioning/grafana.ini');
    const command = [entrypoint, 'server', '--homepath', GRAFANA_HOME, '--config', config];
    const only = {
      GF_SERVER_HTTP_PORT: String(port),
      GF_SERVER_HTTP_ADDR: '127.0.0.1',
      GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED: 'true',
    };
    const grafana = start(command, { ...env, ...image, ...only });
    await until(async () => !grafana.running || (await answers(`http://127.0.0.1:${port}/api/health`)));
    expect({ running: grafana.running, output: grafana.output }).toMatchObject({ running: true });
    // Everything was provisioned, with the key and the token from their files.
    const user = `admin:${readFileSync(here.pathOf('/run/secrets/grafana_admin_password'), 'utf8')}`;
    const authorization = `Basic ${Buffer.from(user).toString('base64')}`;
    const ask = async (path: string) =>
      (await fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization } })).json();
    expect(await ask('/api/datasources/uid/callsight')).toMatchObject({ secureJsonFields: { apiKey: true } });
    expect(await ask('/api/plugins/callsight-calls-app/settings')).toMatchObject({
      secureJsonFields: { apiKey: true },
    });
    expect(await ask('/api/datasources/uid/callsight-influxdb/health')).toMatchObject({ status: 'OK' });
    // Only what is set: the files of the others are empty.
    const points = (await ask('/api/v1/provisioning/contact-points')) as { uid: string }[];
    const own = points.map(({ uid }) => uid).filter((uid) => uid.startsWith('callsight'));
    expect(own.sort()).toEqual(['callsight-oncall-email', 'callsight-oncall-nobody']);
  });

  it(hasMailpit ? 'mailpit becomes well' : 'mailpit: not run, it is not on PATH', async () => {
    if (!hasMailpit) return;
    const env = {
      ...here.environment(composeService('mailpit')),
      MP_UI_BIND_ADDR: `127.0.0.1:${await freePort()}`,
      MP_SMTP_BIND_ADDR: `127.0.0.1:${await freePort()}`,
    };
    start(['mailpit'], env);
    await until(async () => (await start(['mailpit', 'readyz'], env).ended()).code === 0);
  });
});
