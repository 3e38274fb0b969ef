import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What Grafana tells a webhook of one alert. */
export interface ReceivedAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly dashboardURL: string;
  readonly panelURL: string;
}

/** What Grafana sends to a webhook: alerts that belong together. */
export interface WebhookMessage {
  readonly status: 'firing' | 'resolved';
  readonly title: string;
  readonly message: string;
  readonly alerts: readonly ReceivedAlert[];
}

export interface SlackMessage {
  readonly attachments: readonly { readonly title: string; readonly text: string; readonly color: string }[];
}

export interface PagerDutyEvent {
  readonly routing_key: string;
  readonly event_action: 'trigger' | 'resolve';
  readonly dedup_key: string;
  readonly client_url: string;
  readonly payload: {
    readonly summary: string;
    readonly severity: string;
    readonly component: string;
    readonly class: string;
    readonly custom_details: Readonly<Record<string, string>>;
  };
}

/** Stands in for those whom Grafana tells of alerts over HTTP: a webhook, Slack, PagerDuty and the watchdog, by path. */
export class AlertSink {
  readonly webhook: WebhookMessage[] = [];
  readonly slack: SlackMessage[] = [];
  readonly pagerduty: PagerDutyEvent[] = [];
  /** When the watchdog was called, milliseconds of `performance.now()`. */
  readonly watchdog: number[] = [];
  /** Headers of the last call of the webhook. */
  authorization: string | undefined;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      // Slack wants to hear "ok".
      void this.#take(request).then(() => response.end('ok'));
    });
  }

  static async start(): Promise<AlertSink> {
    const sink = new AlertSink();
    await new Promise<void>((resolve) => sink.#server.listen(0, '127.0.0.1', resolve));
    return sink;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Every alert that the webhook was told of. */
  get alerts(): ReceivedAlert[] {
    return this.webhook.flatMap(({ alerts }) => alerts);
  }

  async #take(request: IncomingMessage): Promise<void> {
    const body: unknown = JSON.parse(await text(request));
    if (request.url === '/webhook') {
      this.authorization = request.headers.authorization;
      this.webhook.push(body as WebhookMessage);
    } else if (request.url === '/slack') this.slack.push(body as SlackMessage);
    else if (request.url === '/pagerduty') this.pagerduty.push(body as PagerDutyEvent);
    else this.watchdog.push(performance.now());
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
