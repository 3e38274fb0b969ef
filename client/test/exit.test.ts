import { EventServer } from './support/event-server.js';
import { startScript } from './support/start-script.js';
import { ids } from './support/test-client.js';

const startSender = (url: string, ...args: readonly string[]) => startScript('sender.mjs', url, ...args);

describe('a process that ends', () => {
  let server: EventServer;
  beforeEach(async () => {
    server = await EventServer.start();
  });
  afterEach(() => server.stop());

  it('sends what is left when it has nothing more to do', async () => {
    server.next({ status: 503 });
    const sender = await startSender(server.url, 'falls_off_the_end');
    expect(await sender.ended()).toEqual({ code: 0, signal: null });
    expect(server.takenIds).toEqual(ids(3));
    expect(sender.lines).toEqual(['sent']);
  });

  it('sends what its other hooks send last', async () => {
    const sender = await startSender(server.url, 'sends_in_a_hook_of_its_own');
    expect(await sender.ended()).toEqual({ code: 0, signal: null });
    expect(server.takenIds).toEqual([...ids(3), 'last']);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('sends what is left on %s, and then ends by it', async (signal) => {
    const sender = await startSender(server.url, 'waits_for_a_signal');
    sender.kill(signal);
    expect(await sender.ended()).toEqual({ code: null, signal });
    expect(server.takenIds).toEqual(ids(3));
  });

  it('ends at once by a second signal', async () => {
    server.next({ hold: new Promise(() => undefined) });
    const sender = await startSender(server.url, 'waits_for_a_signal', '600000');
    sender.kill('SIGTERM');
    await server.arrived(1);
    sender.kill('SIGTERM');
    expect(await sender.ended()).toEqual({ code: null, signal: 'SIGTERM' });
  });

  it('waits for the slower of two clients', async () => {
    const sender = await startSender(server.url, 'has_two_clients');
    let open: () => void = () => undefined;
    server.next({ hold: new Promise((resolve) => (open = resolve)) });
    sender.kill('SIGTERM');
    await server.arrived(2);
    open();
    expect(await sender.ended()).toEqual({ code: null, signal: 'SIGTERM' });
    expect(server.takenIds.sort()).toEqual([...ids(3), 'of-the-second']);
  });

  it('leaves the end to the application when that listens itself', async () => {
    const sender = await startSender(server.url, 'listens_itself');
    sender.kill('SIGTERM');
    expect(await sender.ended()).toEqual({ code: 0, signal: null });
    expect(server.takenIds).toEqual([...ids(3), 'last']);
    expect(sender.lines.at(-1)).toContain('"accepted":4');
  });

  it('does not wait longer than it may, and tells what is left', async () => {
    server.next({ hold: new Promise(() => undefined) });
    const sender = await startSender(server.url, 'falls_off_the_end', '100');
    expect(await sender.ended()).toEqual({ code: 0, signal: null });
    expect(sender.lines).toEqual(['sent', ...ids(3).map((id) => `dropped ${id} closed`)]);
    expect(server.taken).toEqual([]);
  });

  it.each(['awaits_flush', 'awaits_send', 'awaits_close'])(
    'is kept while somebody waits for an attempt: %s',
    async (mode) => {
      server.next({ status: 503 });
      const sender = await startSender(server.url, mode);
      expect(await sender.ended()).toEqual({ code: 0, signal: null });
      expect(sender.lines).toEqual(['sent', 'waited']);
      expect(server.takenIds).toEqual(expect.arrayContaining(ids(3)));
    },
  );

  it('sends nothing when that was switched off, and no timer keeps it', async () => {
    const sender = await startSender(server.url, 'no_hooks');
    expect(await sender.ended()).toEqual({ code: 0, signal: null });
    expect(server.requests).toEqual([]);
  });
});
