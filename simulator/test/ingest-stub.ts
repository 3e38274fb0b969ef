import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  /** JSON; a 202 without one accepts every line. */
  readonly body?: object;
}

/** A real HTTP server with the manners of `POST /v1/events`; replies are given in turn, then everything is accepted. */
export const startIngest = async (replies: Reply[] = []) => {
  const requests: { path: string; headers: IncomingHttpHeaders; lines: string[]; status: number }[] = [];
  let open = 0;
  let mostOpen = 0;
  const server = createServer((request, response) => {
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const lines = Buffer.concat(chunks).toString().trimEnd().split('\n');
      const { status, headers = {}, body } = replies.shift() ?? { status: 202 };
      requests.push({ path: request.url ?? '', headers: request.headers, lines, status });
      open -= 1;
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body ?? { accepted: lines.length, duplicates: 0, rejected: [] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    mostOpen: () => mostOpen,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
