import './thread-pool.js';
import { pino } from 'pino';
import { ConfigError, readConfig, type Config } from './config/config.js';
import { startService, type Service } from './service.js';
import { preferIntake } from './thread-priority.js';

/** @returns where events and queries are taken */
async function listen({ app, listenGrafana }: Service, { http, grafana }: Config): Promise<string> {
  const url = await app.listen({ host: http.host, port: http.port });
  for (const address of grafana.listen) await listenGrafana(address);
  return url;
}

async function main(): Promise<void> {
  const { config, warnings } = readConfig(process.env);
  const log = pino({ level: config.log.level, base: null });
  for (const warning of warnings) log.warn(warning);
  const service = await startService(config, log);
  const url = await listen(service, config).catch(async (error: unknown) => {
    await service.stop();
    throw error;
  });
  await preferIntake(log);
  log.info({ url, dataDir: config.dataDir }, 'Callsight takes events and queries');

  let stopping: Promise<void> | undefined;
  const stop = (signal: string): void => {
    stopping ??= (async () => {
      log.info({ signal }, 'stopping');
      await service.stop();
      log.info('stopped');
    })();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) process.stderr.write(`callsight: ${error.message}\n`);
  else pino({ base: null }).fatal({ err: error }, 'the service could not start');
  process.exitCode = 1;
});
