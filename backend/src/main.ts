import { resolve } from 'node:path';
import { pino, type Logger } from 'pino';
import { readConfig, type Config } from './config/config.js';
import { startService, type Service } from './service/service.js';
import { startRefusal } from './service/start-refusal.js';
import { preferIntake } from './service/thread-priority.js';

/** @returns where events and queries are taken */
async function listen({ app, listenGrafana, listenMetrics }: Service, config: Config, log: Logger): Promise<string> {
  const { http, grafana, metricsListen } = config;
  const url = await app.listen({ host: http.host, port: http.port });
  for (const address of grafana.listen) await listenGrafana(address);
  if (metricsListen !== undefined) log.info({ metrics: await listenMetrics(metricsListen) }, 'showing metrics');
  return url;
}

async function main(): Promise<void> {
  // What the service writes is for its own user alone, whoever opens the file.
  process.umask(0o077);
  const { config, warnings } = readConfig(process.env);
  const log = pino({ level: config.log.level, base: null });
  for (const warning of warnings) log.warn(warning);
  if (process.env['UV_THREADPOOL_SIZE'] === undefined)
    log.warn(
      'UV_THREADPOOL_SIZE is not set: slow queries can delay writes; start the service with dist/main.cjs, which sets it',
    );
  const service = await startService(config, log);
  let stopping: Promise<void> | undefined;
  const stop = (signal: string): void => {
    stopping ??= (async () => {
      log.info({ signal }, 'stopping');
      await service.stop();
      log.info('stopped');
    })();
  };
  // Before anything listens: whoever sees that the service is ready may stop it in the next moment.
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  try {
    const url = await listen(service, config, log);
    await preferIntake(log);
    log.info({ url, dataDir: config.dataDir }, 'listening for events and queries');
  } catch (error) {
    // What was still to listen when the service was told to stop is no fault.
    if (stopping !== undefined) return;
    await service.stop();
    throw error;
  }
}

main().catch((error: unknown) => {
  const refusal = startRefusal(error, resolve(process.env['CALLSIGHT_DATA_DIR'] ?? './data'));
  if (refusal === undefined) pino({ base: null }).fatal({ err: error }, 'the service could not start');
  else process.stderr.write(`callsight: ${refusal}\n`);
  process.exitCode = 1;
});
