import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { ServerCertificate } from '../certificates.js';

/** A server on the loopback that a test scripts. */
export interface LineServer {
  readonly port: number;
  /** Everything that it was sent, of all connections. */
  readonly received: string;
  close(): Promise<void>;
}

/** Starts a server. @param onConnection what it says @param tls certificate, where it speaks TLS from the first byte on */
export async function lineServer(onConnection: (socket: Socket) => void, tls?: ServerCertificate): Promise<LineServer> {
  let received = '';
  const sockets = new Set<Socket>();
  const take = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (part: Buffer) => {
      received += part.toString('latin1');
    });
    onConnection(socket);
  };
  const server = tls === undefined ? createServer(take) : createTlsServer(tls, take);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    get received() {
      return received;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
