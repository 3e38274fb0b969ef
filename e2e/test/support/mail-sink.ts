import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail as it came in. */
export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  /** The body as a person reads it, links in brackets. */
  readonly text: string;
  readonly html: string;
}

/** A mail server that keeps what it is given. */
export class MailSink {
  readonly mails: Mail[] = [];
  readonly #server: SMTPServer;

  private constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onData: (stream, { envelope }, done) => {
        void simpleParser(stream).then(({ subject = '', text = '', html }) => {
          const to = envelope.rcptTo.map(({ address }) => address);
          this.mails.push({ to, subject, text, html: typeof html === 'string' ? html : '' });
          done();
        }, done);
      },
    });
  }

  static async start(): Promise<MailSink> {
    const sink = new MailSink();
    await new Promise<void>((resolve) => sink.#server.listen(0, '127.0.0.1', resolve));
    return sink;
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(resolve));
  }
}
