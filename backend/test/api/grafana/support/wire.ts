import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

/** A socket that passes everything on to another, until it is cut: as when the process at one end is gone. */
export class Wire {
  readonly path: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(path: string, to: string) {
    this.path = path;
    this.#server = createServer((near) => {
      const far = connect(to);
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
      }
      near.pipe(far).pipe(near);
    });
  }

  /** @param to path of the other socket */
  static async open(folder: string, to: string): Promise<Wire> {
    const wire = new Wire(join(folder, 'wire.sock'), to);
    await new Promise<void>((resolve) => wire.#server.listen(wire.path, resolve));
    return wire;
  }

  cut(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}
