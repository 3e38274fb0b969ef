import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { spansOfProtobuf, type ReceivedSpan } from './otlp-spans.js';

interface Export {
  readonly path: string;
  readonly type: string;
  readonly body: Buffer;
}

/** A collector: takes traces by OTLP over HTTP and keeps them. */
export class OtlpReceiver {
  readonly exports: Export[] = [];
  readonly #server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url = '', headers } = request;
      this.exports.push({ path: url, type: headers['content-type'] ?? '', body: Buffer.concat(chunks) });
      response.writeHead(200, { 'content-type': headers['content-type'] }).end();
    });
  });

  static async start(): Promise<OtlpReceiver> {
    const receiver = new OtlpReceiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get spans(): ReceivedSpan[] {
    return this.exports.flatMap(({ body }) => spansOfProtobuf(body));
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}
