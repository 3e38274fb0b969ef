import type { CallEventType, DataOf, EventExtras, EventInput } from './event-input.js';

type Send = <T extends CallEventType>(event: EventInput<T>) => Promise<void>;

/**
 * The events of one call. Each method sends one and returns what `send` returns; `extras` may give its id and time.
 * An event that a caller may tell twice wants an id of its own, such as `turn-3`, made from the call's id.
 */
export class CallEvents {
  readonly #send: Send;

  constructor(
    readonly callId: string,
    send: Send,
  ) {
    this.#send = send;
  }

  /** It rings, or is dialled. */
  started(data: DataOf<'call.started'>, extras?: EventExtras): Promise<void> {
    return this.#emit('call.started', data, extras);
  }

  /** The wait ends and the duration begins. */
  answered(data: DataOf<'call.answered'> = {}, extras?: EventExtras): Promise<void> {
    return this.#emit('call.answered', data, extras);
  }

  /** One exchange between caller and agent; latencies are milliseconds. */
  turn(data: DataOf<'call.turn'>, extras?: EventExtras): Promise<void> {
    return this.#emit('call.turn', data, extras);
  }

  held(extras?: EventExtras): Promise<void> {
    return this.#emit('call.held', {}, extras);
  }

  resumed(extras?: EventExtras): Promise<void> {
    return this.#emit('call.resumed', {}, extras);
  }

  transferred(data: DataOf<'call.transferred'>, extras?: EventExtras): Promise<void> {
    return this.#emit('call.transferred', data, extras);
  }

  ended(data: DataOf<'call.ended'>, extras?: EventExtras): Promise<void> {
    return this.#emit('call.ended', data, extras);
  }

  /** What an analysis found; a later one supersedes an earlier one. */
  analyzed(data: DataOf<'call.analyzed'>, extras?: EventExtras): Promise<void> {
    return this.#emit('call.analyzed', data, extras);
  }

  /** The call reached a step of a funnel, such as `slot.offered`. */
  step(step: string, attributes?: DataOf<'funnel.step'>['attributes'], extras?: EventExtras): Promise<void> {
    return this.#emit('funnel.step', { step, ...(attributes === undefined ? {} : { attributes }) }, extras);
  }

  recording(data: DataOf<'call.recording'>, extras?: EventExtras): Promise<void> {
    return this.#emit('call.recording', data, extras);
  }

  #emit<T extends CallEventType>(type: T, data: DataOf<T>, extras: EventExtras = {}): Promise<void> {
    return this.#send<CallEventType>({ ...extras, type, subject: this.callId, data });
  }
}
