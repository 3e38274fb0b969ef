import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A message as a mail server got it. */
export interface Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  readonly isEncrypted: boolean;
  readonly user: unknown;
}

/** An error that a mail server answers with. */
export const answer = (code: number, text: string): Error => Object.assign(new Error(text), { responseCode: code });

/** A mail server on this machine that keeps what it is given. */
export class MailServer {
  readonly received: Received[] = [];
  readonly #server: SMTPServer;

  private constructor(options: SMTPServerOptions) {
    this.#server = new SMTPServer({
      authOptional: true,
      hideSTARTTLS: true,
      closeTimeout: 100,
      onData: (stream, { envelope, secure, user }, done) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          if (stream.sizeExceeded) {
            done(answer(552, '5.3.4 message too large'));
            return;
          }
          const { mailFrom, rcptTo } = envelope;
          this.received.push({
            from: mailFrom === false ? '' : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            raw: Buffer.concat(parts),
            isEncrypted: secure,
            user,
          });
          done();
        });
      },
      ...options,
    });
    // Connections that break off are what the tests are about.
    this.#server.on('error', () => undefined);
  }

  static async start(options: SMTPServerOptions = {}): Promise<MailServer> {
    const server = new MailServer(options);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(resolve));
  }
}

/** What a scripted server does at a step: `cut` hangs up, `silence` says nothing any more, all else is an answer. */
export type Act = string;

/** Steps of a conversation, as this server tells them apart. */
export type Step = 'greeting' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'body' | 'end';

const USUAL: Readonly<Record<Step, Act>> = {
  greeting: '220 here',
  EHLO: '250 here',
  AUTH: '235 ok',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  body: '',
  end: '250 2.0.0 queued',
};

/** A mail server that follows a script, to the point of breaking the protocol. */
export class ScriptedServer {
  /** How often each step was come to. */
  readonly steps: Step[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #script: Readonly<Record<Step, Act>>;

  private constructor(script: Partial<Readonly<Record<Step, Act>>>) {
    this.#script = { ...USUAL, ...script };
    this.#server = createServer((socket) => this.#talk(socket));
  }

  static async start(script: Partial<Readonly<Record<Step, Act>>>): Promise<ScriptedServer> {
    const server = new ScriptedServer(script);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #talk(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    let [text, isBody, isSilent] = ['', false, false];
    const act = (step: Step): void => {
      this.steps.push(step);
      const wanted = this.#script[step];
      if (wanted === 'cut') socket.destroy();
      else if (wanted === 'silence') isSilent = true;
      else if (wanted !== '') socket.write(`${wanted}\r\n`);
    };
    act('greeting');
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      while (!isSilent && !socket.destroyed) {
        if (isBody) {
          if (!this.steps.includes('body')) act('body');
          const end = text.indexOf('\r\n.\r\n');
          if (end < 0) return;
          text = text.slice(end + 5);
          isBody = false;
          act('end');
          continue;
        }
        const at = text.indexOf('\r\n');
        if (at < 0) return;
        const verb = text.slice(0, 4).toUpperCase();
        text = text.slice(at + 2);
        if (verb === 'QUIT') socket.end('221 bye\r\n');
        else act(verb as Step);
        isBody = verb === 'DATA' && this.#script.DATA.startsWith('354');
      }
    });
  }
}
