/** How far a conversation came. Only after `body-sent` a mail may have arrived though nobody said so. */
export type Phase = 'connect' | 'greeting' | 'auth' | 'mail-from' | 'rcpt' | 'data-asked' | 'body' | 'body-sent';

/** An answer of a server. */
export interface Reply {
  readonly code: number;
  readonly text: string;
}

interface Replies {
  mailFrom?: Reply;
  /** By the index of the recipient; without an answer there is none. */
  readonly recipients: (Reply | undefined)[];
  /** To the question whether the message may come. */
  data?: Reply;
  /** To the message. */
  end?: Reply;
}

/** Longest answer that is kept. */
const MAX_TEXT = 400;

const VERBS: readonly (readonly [RegExp, Phase])[] = [
  [/^(?:EHLO|HELO|STARTTLS)\b/, 'greeting'],
  [/^MAIL FROM:/, 'mail-from'],
  [/^RCPT TO:/, 'rcpt'],
  [/^DATA$/, 'data-asked'],
];

/** What stands between EHLO and MAIL FROM belongs to the login. */
const phaseOf = (command: string): Phase => VERBS.find(([verb]) => verb.test(command))?.[1] ?? 'auth';

/**
 * What was said to a mail server and what it answered, from the log of the library, whose errors say neither how far it came
 * nor what became of single recipients. Answers come in the order of the commands, also when these were sent in one go.
 */
export class Transcript {
  readonly replies: Replies = { recipients: [] };
  readonly #waiting: { readonly command: string; readonly recipient: number }[] = [];
  readonly #hide: (text: string) => string;
  #recipients = 0;
  #phase: Phase = 'connect';

  /** @param hide takes secrets out of what a server says */
  constructor(hide: (text: string) => string) {
    this.#hide = hide;
  }

  /** The logger that the library is given. */
  get logger() {
    const take = (entry: unknown, text?: unknown): void =>
      this.#take(entry as { readonly tnx?: unknown; readonly remoteAddress?: unknown }, String(text));
    const ignore = (): void => undefined;
    return { level: ignore, trace: take, debug: take, info: take, warn: take, error: take, fatal: take };
  }

  get phase(): Phase {
    const [next] = this.#waiting;
    const isBody = this.#phase === 'body' || this.#phase === 'body-sent';
    return next === undefined || isBody ? this.#phase : phaseOf(next.command);
  }

  #take({ tnx, remoteAddress }: { readonly tnx?: unknown; readonly remoteAddress?: unknown }, text: string): void {
    if (tnx === 'network' && remoteAddress !== undefined) this.#phase = 'greeting';
    else if (tnx === 'client') this.#command(text);
    else if (tnx === 'server') this.#reply(text);
    else if (tnx === 'message') this.#phase = 'body-sent';
  }

  #command(command: string): void {
    const isRecipient = command.startsWith('RCPT TO:');
    this.#waiting.push({ command, recipient: isRecipient ? this.#recipients : -1 });
    if (isRecipient) this.#recipients += 1;
  }

  #reply(text: string): void {
    const reply: Reply = {
      code: Number(/^\d{3}/.exec(text)?.[0] ?? 0),
      text: this.#hide(text.replaceAll(/\s+/g, ' ').trim()).slice(0, MAX_TEXT),
    };
    if (this.#phase === 'body' || this.#phase === 'body-sent') {
      this.replies.end ??= reply;
      return;
    }
    // The greeting answers to nothing.
    const answered = this.#waiting.shift();
    if (answered !== undefined) this.#answer(answered, reply);
  }

  #answer({ command, recipient }: { readonly command: string; readonly recipient: number }, reply: Reply): void {
    this.#phase = phaseOf(command);
    if (this.#phase === 'mail-from') this.replies.mailFrom = reply;
    if (this.#phase === 'rcpt') this.replies.recipients[recipient] = reply;
    if (this.#phase !== 'data-asked') return;
    this.replies.data = reply;
    const hasRecipient = this.replies.recipients.some((one) => one !== undefined && one.code < 400);
    if (reply.code < 400 && hasRecipient) this.#phase = 'body';
  }
}
