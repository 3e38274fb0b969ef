/** A way to another process, or thread. */
export interface Port {
  postMessage(value: unknown): void;
  on(event: 'message', listener: (value: unknown) => void): unknown;
}

/** Makes errors plain to send them, and makes them whole again. */
export interface ErrorCodec {
  encode(error: unknown): unknown;
  decode(encoded: unknown): Error;
}

export interface CallContext {
  /** Aborts when the caller does not wait any more. */
  readonly signal: AbortSignal;
  /** Sends one part of the reply ahead of its end. */
  readonly emit: (part: unknown) => void;
}

export type Handlers = Readonly<Record<string, (argument: never, context: CallContext) => unknown>>;

type Message =
  | { readonly type: 'call'; readonly id: number; readonly method: string; readonly argument: unknown }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'part' | 'reply' | 'failure'; readonly id: number; readonly value: unknown };

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onPart: ((part: unknown) => void) | undefined;
}

interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onPart?: (part: unknown) => void;
}

/** Calls between two processes, either way, with parts, cancellation and typed errors. Messages keep their order. */
export class Rpc {
  readonly #port: Port;
  readonly #handlers: Handlers;
  readonly #errors: ErrorCodec;
  readonly #pending = new Map<number, Pending>();
  readonly #running = new Map<number, AbortController>();
  #calls = 0;
  #closed: Error | undefined;

  constructor(port: Port, handlers: Handlers, errors: ErrorCodec) {
    this.#port = port;
    this.#handlers = handlers;
    this.#errors = errors;
    port.on('message', (message) => this.#receive(message as Message));
  }

  /**
   * Calls a method of the other side.
   * @throws what the other side threw, or the reason of the closing when it is gone
   */
  call(method: string, argument: unknown, { signal, onPart }: CallOptions = {}): Promise<unknown> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    this.#calls += 1;
    const id = this.#calls;
    const cancel = (): void => this.#send({ type: 'cancel', id });
    return new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, onPart });
      this.#send({ type: 'call', id, method, argument });
      if (signal?.aborted === true) cancel();
      else signal?.addEventListener('abort', cancel, { once: true });
    }).finally(() => {
      signal?.removeEventListener('abort', cancel);
    });
  }

  /** Ends everything under way: calls to the other side fail with `reason`, calls from there are cancelled. */
  close(reason: Error): void {
    this.#closed = reason;
    for (const { reject } of this.#pending.values()) reject(reason);
    this.#pending.clear();
    for (const controller of this.#running.values()) controller.abort();
    this.#running.clear();
  }

  #send(message: Message): void {
    if (this.#closed === undefined) this.#port.postMessage(message);
  }

  #receive(message: Message): void {
    if (message.type === 'call') void this.#answer(message);
    else if (message.type === 'cancel') this.#running.get(message.id)?.abort();
    else this.#settle(message);
  }

  #settle({ type, id, value }: Extract<Message, { type: 'part' | 'reply' | 'failure' }>): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    if (type === 'part') return pending.onPart?.(value);
    this.#pending.delete(id);
    if (type === 'reply') pending.resolve(value);
    else pending.reject(this.#errors.decode(value));
  }

  async #answer({ id, method, argument }: Extract<Message, { type: 'call' }>): Promise<void> {
    const controller = new AbortController();
    this.#running.set(id, controller);
    try {
      const handler = this.#handlers[method];
      if (handler === undefined) throw new Error(`no method ${method}`);
      const emit = (value: unknown): void => this.#send({ type: 'part', id, value });
      const reply: unknown = await handler(argument as never, { signal: controller.signal, emit });
      this.#send({ type: 'reply', id, value: reply });
    } catch (error) {
      this.#send({ type: 'failure', id, value: this.#errors.encode(error) });
    } finally {
      this.#running.delete(id);
    }
  }
}
