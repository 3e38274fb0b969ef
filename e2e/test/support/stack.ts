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
import { extraProvisioning } from './extra-provisioning.js';
import { MailSink } from './mail-sink.js';
import { WebhookSink } from './webhook-sink.js';

const ROOT = join(__dirname, '../../..');
const ONCALL = 'oncall@example.com';

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

/** Everything that an installation has: InfluxDB, the service, Grafana with our provisioning, and who is alerted. */
export class Stack {
  readonly grafanaUrl: string;
  readonly service: ServiceProcess;
  readonly mail: MailSink;
  readonly webhook: WebhookSink;
  readonly #folder: string;
  readonly #influx: InfluxServer;
  readonly #run: () => StartedGrafana;
  #grafana: StartedGrafana;

  private constructor(parts: {
    folder: string;
    influx: InfluxServer;
    service: ServiceProcess;
    mail: MailSink;
    webhook: WebhookSink;
    run: () => StartedGrafana;
  }) {
    this.#folder = parts.folder;
    this.#influx = parts.influx;
    this.service = parts.service;
    this.mail = parts.mail;
    this.webhook = parts.webhook;
    this.#run = parts.run;
    this.#grafana = parts.run();
    this.grafanaUrl = this.#grafana.url;
  }

  /** @throws when anything does not come up */
  static async start(): Promise<Stack> {
    const folder = await mkdtemp(join(tmpdir(), 'callsight-e2e-'));
    const installation = influxServers().find(({ api }) => api === 'v2');
    if (installation === undefined) throw new Error('no InfluxDB 2: scripts/influx-servers.mjs gets one');
    const influx = await InfluxServer.start(installation);
    const { variables } = await influx.database();
    const socket = join(folder, 'grafana.sock');
    const service = await ServiceProcess.startOn(join(folder, 'service'), {
      ...variables,
      CALLSIGHT_GRAFANA_LISTEN: `unix:${socket}`,
      CALLSIGHT_TIMEZONE: 'Europe/Berlin',
    });
    await simulate(service.url);
    await service.waitUntilPublished();
    const [mail, webhook] = [await MailSink.start(), await WebhookSink.start()];
    const alsoProvision = join(folder, 'more');
    await extraProvisioning(alsoProvision, webhook.url);
    const script = (await import(join(ROOT, 'scripts/grafana.mjs'))) as GrafanaScript;
    const found = script.findGrafana();
    if (found === undefined) throw new Error('no Grafana: set GRAFANA_HOME');
    const options = {
      folder: join(folder, 'grafana'),
      port: await freePort(),
      service: { url: service.url, address: `unix:${socket}`, apiKey: TEST_KEY },
      influx: {
        url: influx.url,
        bucket: variables['CALLSIGHT_INFLUX_BUCKET'],
        token: variables['CALLSIGHT_INFLUX_TOKEN'],
      },
      timezone: 'Europe/Berlin',
      oncall: ONCALL,
      alsoProvision,
      settings: {
        GF_SMTP_ENABLED: 'true',
        GF_SMTP_HOST: mail.address,
        GF_SMTP_SKIP_VERIFY: 'true',
        GF_SMTP_STARTTLS_POLICY: 'NoStartTLS',
        GF_SMTP_FROM_ADDRESS: 'callsight@example.com',
      },
    };
    const run = (): StartedGrafana => script.startGrafana(found, options);
    const stack = new Stack({ folder, influx, service, mail, webhook, run });
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

  /** Stops Grafana and starts it again over what it had; its log begins anew. */
  async restartGrafana(): Promise<void> {
    await this.#stopGrafana();
    this.#grafana = this.#run();
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

  /** Asks Grafana's own API as the administrator. */
  async api(path: string): Promise<unknown> {
    const authorization = `Basic ${Buffer.from('admin:admin').toString('base64')}`;
    const answer = await fetch(this.grafanaUrl + path, { headers: { authorization } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  async stop(): Promise<void> {
    await this.#stopGrafana();
    await this.service.stop();
    await this.#influx.stop();
    this.webhook.stop();
    await this.mail.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
