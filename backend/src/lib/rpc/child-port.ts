import type { ChildProcess } from 'node:child_process';
import type { Port } from './rpc.js';

/** Messages to and from a process; what is sent to one that is gone is lost. */
export const childPort = (child: ChildProcess): Port => ({
  postMessage: (message) => {
    if (child.connected) child.send(message as object);
  },
  on: (_event, listener) => child.on('message', listener),
});
