import { execFileSync, spawn } from 'node:child_process';
import { cpSync, createWriteStream, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { root } from './setup.mjs';

/** How to get a Grafana, for those who have none. */
export const HOW_TO_GET_GRAFANA =
  'Install Grafana 12.4 (https://grafana.com/grafana/download), or unpack its archive and set GRAFANA_HOME to the folder.';

/** @returns binary and home of a Grafana: that of GRAFANA_HOME, else the one on the PATH; undefined without any */
export function findGrafana(env = process.env) {
  const home = env.GRAFANA_HOME;
  if (home !== undefined && home !== '') {
    const binary = join(home, 'bin/grafana');
    return existsSync(binary) ? { binary, home } : undefined;
  }
  const binary = (env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'grafana'))
    .find((file) => existsSync(file));
  if (binary === undefined) return undefined;
  const homes = [
    '/usr/share/grafana',
    '/opt/homebrew/share/grafana',
    '/usr/local/share/grafana',
    dirname(dirname(binary)),
  ];
  const found = homes.find((folder) => existsSync(join(folder, 'conf/defaults.ini')));
  return found === undefined ? undefined : { binary, home: found };
}

/**
 * Lays out what Grafana reads at its start: our plugin, and our provisioning with the receivers of alerts that `variables`
 * name, and with what a caller adds to it.
 */
function layOut(folder, { influx, alsoProvision }, variables) {
  const provisioning = join(folder, 'provisioning');
  rmSync(provisioning, { recursive: true, force: true });
  for (const part of ['datasources', 'plugins', 'dashboards'])
    cpSync(join(root, 'provisioning', part), join(provisioning, part), { recursive: true });
  execFileSync(join(root, 'provisioning/receivers.sh'), [join(provisioning, 'alerting')], { env: variables });
  const dashboards = join(folder, 'dashboards');
  rmSync(dashboards, { recursive: true, force: true });
  cpSync(join(root, 'dashboards'), dashboards, { recursive: true });
  // Whoever has a Prometheus adds it, and this with it.
  rmSync(join(dashboards, 'service.json'));
  // Without an InfluxDB there is nothing that these could show.
  if (influx === undefined) {
    rmSync(join(provisioning, 'datasources/influxdb.yaml'));
    rmSync(join(dashboards, 'influxdb.json'));
  }
  if (alsoProvision !== undefined) cpSync(alsoProvision, provisioning, { recursive: true });
  const plugins = join(folder, 'plugins');
  mkdirSync(plugins, { recursive: true });
  const plugin = join(plugins, 'callsight-calls-app');
  rmSync(plugin, { recursive: true, force: true });
  symlinkSync(join(root, 'plugin/dist'), plugin);
  return { provisioning, plugins, dashboards };
}

const influxVariables = ({ url, bucket, token }) => ({
  CALLSIGHT_INFLUX_URL: url,
  CALLSIGHT_INFLUX_BUCKET: bucket,
  CALLSIGHT_INFLUX_READ_TOKEN: token,
});

async function answers(url, child) {
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) return false;
    const ok = await fetch(`${url}/api/health`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return true;
    await new Promise((done) => setTimeout(done, 200));
  }
}

/**
 * Starts a Grafana with everything of Callsight provisioned, on this machine alone.
 * @param grafana what `findGrafana` found
 * @param options.folder where it keeps its data, and its log (`grafana.log`)
 * @param options.service `url` of the service, `address` where it answers Grafana, `apiKey`
 * @param options.influx `url`, `bucket` and `token` of an InfluxDB with KPI series, if there is one
 * @param options.alsoProvision a folder whose files are added to the provisioning
 * @param options.settings further environment variables of Grafana: its own settings, and who is told of alerts
 * @returns `url`, `child`, and `isUp`: whether it answers, or has ended
 */
export function startGrafana(grafana, options) {
  const { folder, port, service, influx, timezone = 'UTC', settings = {} } = options;
  mkdirSync(folder, { recursive: true });
  const variables = { PATH: process.env.PATH ?? '', ...settings };
  const { provisioning, plugins, dashboards } = layOut(folder, options, variables);
  const log = createWriteStream(join(folder, 'grafana.log'));
  const child = spawn(
    grafana.binary,
    ['server', '--homepath', grafana.home, '--config', join(root, 'provisioning/grafana.ini')],
    {
      cwd: grafana.home,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH ?? '',
        HOME: folder,
        GF_PATHS_DATA: join(folder, 'data'),
        GF_PATHS_LOGS: join(folder, 'logs'),
        GF_PATHS_PLUGINS: plugins,
        GF_PATHS_PROVISIONING: provisioning,
        GF_SERVER_HTTP_ADDR: '127.0.0.1',
        GF_SERVER_HTTP_PORT: String(port),
        GF_ANALYTICS_REPORTING_ENABLED: 'false',
        GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
        GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
        GF_PLUGINS_PREINSTALL_DISABLED: 'true',
        GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED: 'true',
        GF_NEWS_NEWS_FEED_ENABLED: 'false',
        GF_SECURITY_DISABLE_GRAVATAR: 'true',
        GF_PLUGIN_CALLSIGHT_CALLS_DATASOURCE_ADDRESS: service.address,
        CALLSIGHT_URL: service.url,
        CALLSIGHT_API_KEY: service.apiKey,
        CALLSIGHT_PAGES_KEY: service.apiKey,
        CALLSIGHT_TIMEZONE: timezone,
        CALLSIGHT_DASHBOARDS: dashboards,
        ...(influx === undefined ? {} : influxVariables(influx)),
        ...settings,
      },
    },
  );
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const url = `http://127.0.0.1:${port}`;
  return { url, child, isUp: () => answers(url, child) };
}
