import { pino } from 'pino';
import { readConfig } from '../../dist/config/config.js';
import { systemTimer } from '../../dist/lib/background/timer.js';
import { startService } from '../../dist/service/service.js';

/** A service whose InfluxDB cannot be reached, and that does not wait between its attempts; prints what Node warned of. */
const ATTEMPTS = 300;

const warnings = [];
process.on('warning', ({ name, message }) => warnings.push(`${name}: ${message}`));

let attempts = 0;
let onEnough = () => undefined;
const enough = new Promise((resolve) => {
  onEnough = resolve;
});
const timer = {
  wait: async (ms, signal) => {
    // A back-off is in part random; whole milliseconds are intervals.
    if (Number.isInteger(ms)) return systemTimer.wait(ms, signal);
    attempts += 1;
    if (attempts >= ATTEMPTS) onEnough();
    await systemTimer.wait(1, signal);
  },
};

const { config } = readConfig(process.env);
const service = await startService(config, pino({ enabled: false }), Date.now, timer);
await enough;
await service.stop();
process.stdout.write(`${JSON.stringify({ attempts, warnings })}\n`);
