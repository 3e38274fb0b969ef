import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { reasonOfAbort, resolveHost, type NetworkPolicy } from './resolve-host.js';

/** A host as it is named, and a port. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Resolves when the socket is open. Whenever the signal is aborted, also later, the socket is destroyed with its reason. */
function opened<S extends Socket>(socket: S, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<S> {
  const onAbort = (): void => {
    socket.destroy(reasonOfAbort(signal));
  };
  signal.addEventListener('abort', onAbort, { once: true });
  socket.once('close', () => signal.removeEventListener('abort', onAbort));
  return new Promise((resolve, reject) => {
    // Stays: an error that comes later, such as that of the abort, is no uncaught one.
    socket.on('error', reject);
    socket.once(event, () => resolve(socket));
    if (signal.aborted) onAbort();
  });
}

/** Opens a TCP connection. @throws AddressRefused; errors of the system; the reason of the signal */
export async function openTcp({ host, port }: Endpoint, policy: NetworkPolicy, signal: AbortSignal): Promise<Socket> {
  const { address, family } = await resolveHost(host, policy, signal);
  return opened(connectTcp({ host: address, port, family }), 'connect', signal);
}

/**
 * Opens a TLS connection, whatever its certificate: `authorized` and `authorizationError` of the socket say what it is worth
 * for the name of the host.
 * @throws AddressRefused; errors of the system; the reason of the signal
 */
export async function openTls(
  { host, port }: Endpoint,
  policy: NetworkPolicy,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const { name, address, family } = await resolveHost(host, policy, signal);
  const options: ConnectionOptions & { readonly family: 4 | 6 } = {
    host: address,
    port,
    family,
    // An address has no server name (RFC 6066); the certificate is then compared with the address.
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ...(policy.ca === undefined ? {} : { ca: policy.ca }),
    rejectUnauthorized: false,
  };
  return opened(connectTls(options), 'secureConnect', signal);
}
