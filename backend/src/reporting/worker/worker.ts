import type { QueryResult } from '@callsight/contract/query/answer';
import { Rpc, type Port } from '../../lib/rpc/rpc.js';
import { ERROR_CODEC } from './error-codec.js';
import type { RenderJob, WorkerMethods } from './messages.js';
import { renderJob } from './render-job.js';

/**
 * The process that makes reports: what a renderer costs, and what it leaves in memory, stays apart from the thread that takes
 * events and from the answers that people wait for. It asks the service for every number and holds no data of its own.
 */
if (process.send === undefined) throw new Error('this is the report worker; the service starts it');
const sendMessage = process.send.bind(process);
process.once('disconnect', () => process.exit());
// A signal to the whole group is for the service, which ends this process when nothing is asked any more.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

const port: Port = {
  postMessage: (message) => {
    sendMessage(message);
  },
  on: (_event, listener) => process.on('message', listener),
};

const render = (job: RenderJob): Promise<WorkerMethods['render']['reply']> =>
  renderJob(job, async (request) => {
    const argument = { tenant: job.tenant, now: job.generatedAt, request };
    return (await rpc.call('ask', argument)) as Readonly<Record<string, QueryResult>>;
  });

const rpc: Rpc = new Rpc(port, { render }, ERROR_CODEC);
