import { InfluxServer } from '../../../support/influx/influx-server.js';
import { influxServers } from '../../../support/influx/influx-servers.js';
import { runOne } from '../run-one.js';
import { webServer } from '../web-server.js';

describe.each(influxServers())('InfluxDB $version', (installation) => {
  let server: InfluxServer;
  beforeAll(async () => {
    server = await InfluxServer.start(installation);
  }, 90_000);
  afterAll(() => server.stop());

  const look = async (expect?: { status: number }, timeout = '5s'): Promise<string> => {
    const further = expect === undefined ? {} : { expect };
    const { status, reason } = await runOne({ kind: 'influxdb', target: server.url, timeout, ...further });
    return reason === undefined ? status : `${status}: ${reason}`;
  };

  it('answers a ping, by its URL or by host and port', async () => {
    expect(await look()).toBe('up');
    expect(await runOne({ kind: 'influxdb', target: new URL(server.url).host })).toMatchObject({ status: 'up' });
  });

  it('says how it is, where it can', async () => {
    const hasHealth = !installation.version.startsWith('1.6');
    expect(await look({ status: 200 })).toBe(hasHealth ? 'up' : 'down: /health answered 404; expected 200');
  });

  it('is down while it hangs, and up again after that', async () => {
    await server.freeze();
    expect(await look(undefined, '300ms')).toBe('down: no answer within 300 ms');
    server.thaw();
    expect(await look()).toBe('up');
  });
});

it('is down when its state is "fail", and when something else answers', async () => {
  const server = await webServer((request, response) =>
    request.url?.endsWith('/ping')
      ? response.writeHead(request.url.startsWith('/other') ? 404 : 204).end()
      : response.end('{"name":"influxdb", "status": "fail", "message":"secret-4711"}'),
  );
  try {
    const look = (path: string) => runOne({ kind: 'influxdb', target: server.url + path, expect: { status: 200 } });
    expect(await look('/behind/a/proxy/')).toMatchObject({ status: 'down', reason: '/health says "fail"' });
    expect(server.requests).toEqual(['/behind/a/proxy/ping', '/behind/a/proxy/health']);
    expect(await look('/other')).toMatchObject({ status: 'down', reason: '/ping answered 404; expected 204' });
  } finally {
    await server.close();
  }
});
