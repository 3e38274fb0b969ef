import { openTcp } from '../../../lib/net/open-connection.js';
import { UP, type Probe } from './probe.js';

/** Whether a port takes connections. */
export const probeTcp: Probe<'tcp'> = async ({ target }, { policy, signal }) => {
  const socket = await openTcp(target, policy, signal);
  socket.destroy();
  return UP;
};
