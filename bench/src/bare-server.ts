import { pino } from 'pino';
import { readConfig } from '@callsight/backend/config/config';
import type { Ledger } from '@callsight/backend/storage/ledger/ledger';
import { Quarantine } from '@callsight/backend/ingest/quarantine/quarantine';
import { Sequence } from '@callsight/backend/storage/kv/sequence';
import { Turns } from '@callsight/backend/lib/scheduling/turns';
import { Intake } from '@callsight/backend/ingest/events/intake';
import { CallerIdentities } from '@callsight/backend/ingest/callers/caller';
import { buildApp } from '@callsight/backend/api/http/app';
import { startService } from '@callsight/backend/service/service';

/** The same route with the same validation and nothing behind it: what the ledger is measured against. */
const { config } = readConfig(process.env);
const log = pino({ level: 'error' });
const service = await startService(config, log);
const nothing = {
  submit: ({ events }: { events: readonly unknown[] }) => Promise.resolve({ accepted: events.length, duplicates: 0 }),
} as unknown as Ledger;
const identities = new CallerIdentities({ secret: 'bench', keepNumbers: false });
const intake = new Intake({
  ledger: nothing,
  quarantine: new Quarantine(() => service.services.ledger.store, new Sequence(Date.now), Date.now),
  rules: { clockSkewMs: config.ingest.clockSkewMs, attributes: [], identities },
  sealRules: { identities, keepNumbers: false },
  clock: Date.now,
  turns: new Turns(),
});
const app = await buildApp({ ...service.services, intake });
await app.listen({ host: '127.0.0.1', port: config.http.port });
process.once('SIGTERM', () => {
  void app.close().then(() => service.stop());
});
