import type { FastifyReply } from 'fastify';

/** Sends JSON that is written already. */
export const sendJson = (reply: FastifyReply, body: Uint8Array): FastifyReply =>
  reply.type('application/json; charset=utf-8').send(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
