import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorAnswer } from '@callsight/contract/errors';

type Known = readonly [status: number, code: string, message: string];

/** What the parser of HTTP refuses before there is a request. */
const PARSER: Readonly<Record<string, Known>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request_timeout', 'the request did not arrive in time'],
  HPE_HEADER_OVERFLOW: [431, 'headers_too_large', 'the headers of the request are larger than 16 KB'],
};

/** What the router refuses. */
const ROUTER: Readonly<Record<string, Known>> = {
  FST_ERR_BAD_URL: [
    400,
    'invalid_url',
    'the path of the URL is not encoded as it should be: % stands before two hexadecimal digits',
  ],
  FST_ERR_MAX_PARAM_LENGTH: [
    414,
    'url_too_long',
    'a part of the path is longer than the 512 characters that it may have',
  ],
};

const INVALID: Known = [400, 'invalid_request', 'this is not a valid HTTP request'];

const bodyOf = ([, code, message]: Known): string => {
  const answer: ErrorAnswer = { error: { code, message } };
  return JSON.stringify(answer);
};

/** Answers what is no request, in the shape of every other error, and ends the connection. */
export function answerParserError(error: { readonly code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return;
  const known = PARSER[error.code ?? ''] ?? INVALID;
  const body = bodyOf(known);
  socket.end(
    `HTTP/1.1 ${known[0]} ${STATUS_CODES[known[0]]}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** Answers a request whose URL cannot be read, in the shape of every other error. */
export function answerRouterError(
  error: { readonly code: string },
  _request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const known = ROUTER[error.code] ?? INVALID;
  return reply.code(known[0]).type('application/json; charset=utf-8').send(bodyOf(known));
}
