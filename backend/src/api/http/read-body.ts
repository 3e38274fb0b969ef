import type { FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { HttpError } from './http-error.js';

/** Bytes of bodies that are in memory at once, over all requests that share it. */
export class BodyBudget {
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** @throws HttpError 429 when that much more is too much at present */
  take(bytes: number): void {
    if (this.#bytes + bytes > this.#maxBytes) {
      throw new HttpError(
        429,
        'too_many_requests',
        'too many large bodies are being received at present; send this one again, or use a stream of NDJSON',
        { retryAfter: 1 },
      );
    }
    this.#bytes += bytes;
  }

  give(bytes: number): void {
    this.#bytes -= bytes;
  }
}

const tooLarge = (maxBytes: number): HttpError =>
  new HttpError(
    413,
    'body_too_large',
    `the body is larger than the ${maxBytes} bytes that are taken here; send smaller batches, or a stream of NDJSON`,
  );

/**
 * Reads a body whole. Its bytes count against the budget from before they are read until the request is over.
 * @throws HttpError 413 for one that is too large, 429 while others take all the room
 */
export async function readWhole(
  request: FastifyRequest,
  payload: Readable,
  maxBytes: number,
  budget: BodyBudget,
): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > maxBytes) throw tooLarge(maxBytes);
  let taken = 0;
  const take = (bytes: number): void => {
    budget.take(bytes);
    taken += bytes;
  };
  const { socket } = request.raw;
  const release = (): void => {
    budget.give(taken);
    taken = 0;
    socket.off('close', release);
  };
  socket.once('close', release);
  request.releaseBody = release;
  take(announced);
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of payload as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    if (length > taken) take(length - taken);
    pieces.push(piece);
  }
  if (announced > 0 && length !== announced)
    throw new HttpError(400, 'invalid_body', 'the body length differs from Content-Length');
  return Buffer.concat(pieces, length);
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Gives back the room that the body took; called when the request is over. */
    releaseBody: (() => void) | undefined;
  }
}
