import { ConfigError, readConfig } from '../../src/config/config.js';

describe('CALLSIGHT_METRICS_LISTEN', () => {
  const listen = (text: string) => readConfig({ CALLSIGHT_METRICS_LISTEN: text }).config.metricsListen;

  it('is off by itself, and on this machine alone unless it says otherwise', () => {
    expect(listen('')).toBeUndefined();
    expect(listen('off')).toBeUndefined();
    expect(listen('9464')).toEqual({ host: '127.0.0.1', port: 9464 });
    expect(listen(':9464')).toEqual({ host: '127.0.0.1', port: 9464 });
    expect(listen('0.0.0.0:9464')).toEqual({ host: '0.0.0.0', port: 9464 });
    expect(listen('[::1]:9464')).toEqual({ host: '[::1]', port: 9464 });
  });

  it.each(['unix:/run/metrics.sock', 'nowhere', '127.0.0.1:70000', 'http://127.0.0.1:9464'])('refuses %s', (text) => {
    expect(() => listen(text)).toThrow(ConfigError);
    expect(() => listen(text)).toThrow(`"${text}" is neither host:port nor a port nor off`);
  });
});
