import { Rpc, type Port } from '../../../lib/rpc/rpc.js';
import { analyseAudio } from '../analyse-audio.js';
import { ERROR_CODEC, type ServiceMethods, type WorkerMethods } from './messages.js';

/**
 * The process that analyses recordings: decoding takes seconds of CPU, and a file may be made to break a decoder. It reads
 * the file through the service, knows neither where it lies nor whose it is, and leaves nothing behind.
 */
if (process.send === undefined) throw new Error('this is the worker for recordings; the service starts it');
const sendMessage = process.send.bind(process);
process.once('disconnect', () => process.exit());
// A signal to the whole group is for the service, which ends this process when nothing is asked any more.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
// Decoders write a line for each damaged frame.
console.error = () => undefined;

const port: Port = {
  postMessage: (message) => {
    sendMessage(message);
  },
  on: (_event, listener) => process.on('message', listener),
};

/** The file, a piece at a time: the next one is asked for when the last one has been worked off. */
async function* pieces(): AsyncGenerator<Uint8Array> {
  for (;;) {
    const piece = (await rpc.call('read', null)) as ServiceMethods['read']['reply'];
    if (piece === null) return;
    yield piece;
  }
}

const analyse = (): Promise<WorkerMethods['analyse']['reply']> => analyseAudio(pieces(), process.env['PATH']);

const rpc: Rpc = new Rpc(port, { analyse }, ERROR_CODEC);
