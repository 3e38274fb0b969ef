import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What Grafana tells a webhook of one alert. */
export interface ReceivedAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Takes what Grafana sends to a webhook. */
export class WebhookSink {
  readonly received: ReceivedAlert[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#take(request).then(() => response.end());
    });
  }

  static async start(): Promise<WebhookSink> {
    const sink = new WebhookSink();
    await new Promise<void>((resolve) => sink.#server.listen(0, '127.0.0.1', resolve));
    return sink;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  async #take(request: IncomingMessage): Promise<void> {
    const { alerts } = JSON.parse(await text(request)) as { alerts: ReceivedAlert[] };
    this.received.push(...alerts);
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
