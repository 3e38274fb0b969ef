import { createSocket } from 'node:dgram';

/** A name server on the loopback (RFC 1035), with a few records. */
export interface NameServer {
  readonly port: number;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, number>> = { A: 1, CNAME: 5, MX: 15, TXT: 16, AAAA: 28 };

/** Data of a record in wire form, by name and type; `undefined`: no answer at all. */
export type Zone = Readonly<Record<string, readonly Buffer[] | undefined>>;

export const nameData = (name: string): Buffer =>
  Buffer.concat([
    ...name.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ]);

/** The name and the type that a message asks for, and the question as it stands in it. */
function questionOf(message: Buffer): { readonly name: string; readonly type: string; readonly bytes: Buffer } {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  const code = message.readUInt16BE(at + 1);
  const type = Object.keys(TYPES).find((name) => TYPES[name] === code) ?? '';
  return { name: labels.join('.').toLowerCase(), type, bytes: message.subarray(12, at + 5) };
}

function answer(message: Buffer, zone: Zone): Buffer | undefined {
  const { name, type, bytes } = questionOf(message);
  const key = `${name} ${type}`;
  if (key in zone && zone[key] === undefined) return undefined;
  const records = zone[key] ?? [];
  const isKnown = Object.keys(zone).some((one) => one.startsWith(`${name} `));
  const header = Buffer.alloc(12);
  message.copy(header, 0, 0, 2);
  // A response, with recursion; 3 is NXDOMAIN.
  header.writeUInt16BE(0x81_80 | (isKnown ? 0 : 3), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  const sections = records.map((data) => {
    const head = Buffer.alloc(12);
    // The name is that of the question.
    head.writeUInt16BE(0xc0_0c, 0);
    head.writeUInt16BE(TYPES[type] ?? 0, 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt32BE(60, 6);
    head.writeUInt16BE(data.length, 10);
    return Buffer.concat([head, data]);
  });
  return Buffer.concat([header, bytes, ...sections]);
}

export async function nameServer(zone: Zone): Promise<NameServer> {
  const socket = createSocket('udp4');
  socket.on('message', (message, { port, address }) => {
    const reply = answer(message, zone);
    if (reply !== undefined) socket.send(reply, port, address);
  });
  await new Promise<void>((resolve) => {
    socket.bind(0, '127.0.0.1', resolve);
  });
  return {
    port: socket.address().port,
    close: () =>
      new Promise((resolve) => {
        socket.close(resolve);
      }),
  };
}
