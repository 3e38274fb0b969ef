import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InfluxServer } from '../../../backend/test/support/influx/influx-server.js';
import { influxServers } from '../../../backend/test/support/influx/influx-servers.js';
import { freePort } from '../../../backend/test/support/influx/free-port.js';
import { ServiceProcess } from '../../../backend/test/support/service/service-process.js';
import { TEST_KEY } from '../../../backend/test/support/service/service-under-test.js';
import { AlertSink } from './alert-sink.js';
import { extraProvisioning } from './extra-provisioning.js';
import { MailSink } from './mail-sink.js';

const ROOT = join(__dirname, '../../..');
const ONCALL = 'oncall@example.com';

/** Who is told of alerts: every receiver that there is. */
export type Receivers = Readonly<Record<string, string>>;

const receiversOf = ({ url }: AlertSink): Receivers => ({
  CALLSIGHT_ONCALL_EMAIL: ONCALL,
  CALLSIGHT_ONCALL_WEBHOOK_URL: `${url}/webhook`,
  CALLSIGHT_ONCALL_WEBHOOK_TOKEN: 'token-of-the-webhook',
  CALLSIGHT_ONCALL_SLACK_URL: `${url}/slack`,
  CALLSIGHT_ONCALL_PAGERDUTY_KEY: 'key-of-pagerduty',
  CALLSIGHT_ONCALL_PAGERDUTY_URL: `${url}/pagerduty`,
  CALLSIGHT_WATCHDOG_URL: `${url}/watchdog`,
});

interface StartedGrafana {
  readonly url: string;
  readonly child: ChildProcess;
  readonly isUp: () => Promise<boolean>;
}

/** What the demo starts Grafana with; it is written for Node alone, without types. */
interface GrafanaScript {
  findGrafana(): object | undefined;
  startGrafana(grafana: object, options: object): StartedGrafana;
}

/** A history of a month, and a few minutes of live calls after it. */
async function simulate(url: string): Promise<void> {
  const args = ['simulate', '--url', url, '--seed', 'e2e', '--days', '35', '--calls-per-day', '250'];
  const child = spawn(process.execPath, [join(ROOT, 'backend/dist/cli/main.js'), ...args], {
    env: { PATH: process.env['PATH'] ?? '', CALLSIGHT_API_KEY: TEST_KEY },
    stdio: 'ignore',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the simulation ended with ${String(code)}`);
}

interface Parts {
  readonly folder: string;
  readonly influx: InfluxServer | undefined;
  readonly service: ServiceProcess;
  readonly mail: MailSink;
  readonly sink: AlertSink;
  readonly run: (receivers: Receivers) => Promise<StartedGrafana>;
  readonly grafana: StartedGrafana;
}

/** InfluxDB with a database, and what the service and Grafana need to know of it. */
async function startInflux() {
  const installation = influxServers().find(({ api }) => api === 'v2');
  if (installation === undefined) throw new Error('no InfluxDB 2: scripts/influx-servers.mjs gets one');
  const influx = await InfluxServer.start(installation);
  const { variables } = await influx.database();
  const [bucket, token] = [variables['CALLSIGHT_INFLUX_BUCKET'], variables['CALLSIGHT_INFLUX_TOKEN']];
  return { influx, variables, reading: { url: influx.url, bucket, token } };
}

interface StackOptions {
  readonly history: boolean;
  readonly calls?: boolean;
}

/** Everything that an installation has: InfluxDB, the service, Grafana with our provisioning, and who is alerted. */
export class Stack {
  readonly grafanaUrl: string;
  readonly service: ServiceProcess;
  readonly mail: MailSink;
  readonly sink: AlertSink;
  /** Every receiver of alerts that there is, as Grafana's variables. */
  readonly receivers: Receivers;
  readonly #folder: string;
  readonly #influx: InfluxServer | undefined;
  readonly #run: Parts['run'];
  #grafana: StartedGrafana;

  private constructor({ folder, influx, service, mail, sink, run, grafana }: Parts) {
    this.#folder = folder;
    this.#influx = influx;
    this.service = service;
    this.mail = mail;
    this.sink = sink;
    this.receivers = receiversOf(sink);
    this.#run = run;
    this.#grafana = grafana;
    this.grafanaUrl = grafana.url;
  }

  /**
   * @param options.history with InfluxDB and a month of calls; without, there are neither
   * @param options.calls with the month of calls alone
   * @throws when anything does not come up
   */
  static async start({ history, calls = history }: StackOptions): Promise<Stack> {
    const folder = await mkdtemp(join(tmpdir(), 'callsight-e2e-'));
    const database = history ? await startInflux() : undefined;
    const socket = join(folder, 'grafana.sock');
    const [mail, sink] = [await MailSink.start(), await AlertSink.start()];
    const service = await ServiceProcess.startOn(join(folder, 'service'), {
      ...database?.variables,
      // Links to runbooks name it.
      CALLSIGHT_PORT: String(await freePort()),
      CALLSIGHT_GRAFANA_LISTEN: `unix:${socket}`,
      CALLSIGHT_TIMEZONE: 'Europe/Berlin',
      CALLSIGHT_SMTP_URL: `smtp://${mail.address}`,
      CALLSIGHT_SMTP_TLS: 'off',
      CALLSIGHT_MAIL_FROM: 'callsight@example.com',
    });
    if (calls) {
      await simulate(service.url);
      await service.waitUntilProjected();
    }
    if (history) await service.waitUntilPublished();
    const alsoProvision = join(folder, 'more');
    const script = (await import(join(ROOT, 'scripts/grafana.mjs'))) as GrafanaScript;
    const found = script.findGrafana();
    if (found === undefined) throw new Error('no Grafana: set GRAFANA_HOME');
    const options = {
      folder: join(folder, 'grafana'),
      port: await freePort(),
      service: { url: service.url, address: `unix:${socket}`, apiKey: TEST_KEY },
      ...(database === undefined ? {} : { influx: database.reading }),
      timezone: 'Europe/Berlin',
      alsoProvision,
    };
    const run = async (receivers: Receivers): Promise<StartedGrafana> => {
      await extraProvisioning(alsoProvision, receivers);
      const settings = {
        GF_SERVER_ROOT_URL: `http://127.0.0.1:${options.port}/`,
        // How often Grafana takes over receivers and policies that are stored.
        GF_UNIFIED_ALERTING_ALERTMANAGER_CONFIG_POLL_INTERVAL: '2s',
        GF_SMTP_ENABLED: 'true',
        GF_SMTP_HOST: mail.address,
        GF_SMTP_SKIP_VERIFY: 'true',
        GF_SMTP_STARTTLS_POLICY: 'NoStartTLS',
        GF_SMTP_FROM_ADDRESS: 'callsight@example.com',
        ...receivers,
      };
      return script.startGrafana(found, { ...options, settings });
    };
    const grafana = await run(receiversOf(sink));
    const stack = new Stack({ folder, influx: database?.influx, service, mail, sink, run, grafana });
    try {
      await stack.#up();
      return stack;
    } catch (error) {
      await stack.stop();
      throw error;
    }
  }

  async #up(): Promise<void> {
    if (await this.#grafana.isUp()) return;
    throw new Error(`Grafana did not start:\n${(await this.log()).slice(-4_000)}`);
  }

  /** Stops Grafana and starts it again over what it had, with these receivers of alerts; its log begins anew. */
  async restartGrafana(receivers: Receivers = this.receivers): Promise<void> {
    await this.#stopGrafana();
    this.#grafana = await this.#run(receivers);
    await this.#up();
  }

  async #stopGrafana(): Promise<void> {
    const { child } = this.#grafana;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }

  /** What Grafana has written since its start. */
  log(): Promise<string> {
    return readFile(join(this.#folder, 'grafana/grafana.log'), 'utf8');
  }

  /** Asks Grafana's own API as the administrator. @param body of a POST; without one it is a GET */
  async api(path: string, body?: object): Promise<unknown> {
    const authorization = `Basic ${Buffer.from('admin:admin').toString('base64')}`;
    const post = {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    const answer = await fetch(this.grafanaUrl + path, body === undefined ? { headers: { authorization } } : post);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  async stop(): Promise<void> {
    await this.#stopGrafana();
    await this.service.stop();
    await this.#influx?.stop();
    this.sink.stop();
    await this.mail.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
