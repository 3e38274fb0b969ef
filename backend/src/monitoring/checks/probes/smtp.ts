import { openTcp, openTls } from '../../../lib/net/open-connection.js';
import { LineReader } from './line-reader.js';
import { down, UP, type Probe } from './probe.js';
import { BadAnswer, reasonOf } from './reason.js';

/** Lines of one reply that are read. */
const MAX_LINES = 100;

/** The code of a reply, which may have several lines (RFC 5321, 4.2.1). @throws BadAnswer for what is no reply */
async function replyCode(lines: LineReader): Promise<number> {
  for (let count = 0; count < MAX_LINES; count += 1) {
    const match = /^(\d{3})([ -]|$)/.exec(await lines.next());
    if (match === null) throw new BadAnswer('the server does not speak SMTP');
    if (match[2] !== '-') return Number(match[1]);
  }
  throw new BadAnswer('the server answered with a reply that does not end');
}

/** Whether a mail server greets and takes EHLO. No mail is sent. */
export const probeSmtp: Probe<'smtp'> = async ({ target }, { policy, signal }) => {
  const socket = target.isTls ? await openTls(target, policy, signal) : await openTcp(target, policy, signal);
  try {
    if ('authorized' in socket && !socket.authorized) {
      const failure: unknown = socket.authorizationError;
      return down(reasonOf(typeof failure === 'string' ? { code: failure } : failure));
    }
    const lines = new LineReader(socket, signal);
    const greeting = await replyCode(lines);
    if (greeting !== 220) return down(`the server greeted with ${greeting}; expected 220`);
    socket.write('EHLO callsight.invalid\r\n');
    const hello = await replyCode(lines);
    socket.end('QUIT\r\n');
    return hello === 250 ? UP : down(`the server answered EHLO with ${hello}; expected 250`);
  } finally {
    socket.destroySoon();
  }
};
