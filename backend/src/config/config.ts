import { MINUTE_MS } from '../lib/time/durations.js';
import { unknownZone } from '../lib/time/unknown-zone.js';
import { join, resolve } from 'node:path';
import type { AttributeDeclaration } from '../storage/tables/attribute.js';
import { RESERVED_DIMENSIONS } from '../analytics/catalogue/dimensions/dimensions.js';
import { CONVERSION_BASES, SERVICE_LEVEL_FORMULAS, type MetricSettings } from '../analytics/catalogue/settings.js';
import { countryCodes, type CountryCode } from '../ingest/callers/country-codes.js';
import { MAX_SECONDS_AHEAD } from '../ingest/events/time-limits.js';
import { PDF_STANDARDS, type PdfStandard } from '../reporting/pdf/pdf-standard.js';
import { readBlobs, type BlobsConfig } from './blobs.js';
import { readAccounts, type AccountsConfig } from './accounts.js';
import { Environment } from './environment.js';
import { readGrafana, type GrafanaConfig } from './grafana.js';
import { readMail, type MailConfig } from './mail.js';
import { readMetricsListen, type MetricsListen } from './metrics-listen.js';
import { readPublicUrl } from './public-url.js';
import { readReplication, type ReplicationConfig } from './replication.js';
import { readTargets, type TargetsConfig } from './targets-file.js';
import { readTranscripts, type TranscriptsConfig } from './transcripts.js';
import { readRetention, type RetentionConfig } from './retention.js';

export interface Config extends AccountsConfig {
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly maxBodyBytes: number;
    readonly requestTimeoutMs: number;
    /** The address that platforms call. */
    readonly publicUrl: string;
  };
  readonly log: { readonly level: string };
  readonly dataDir: string;
  /** Where backups lie, a folder each. */
  readonly backupDir: string;
  readonly blobs: BlobsConfig;
  readonly mail: MailConfig;
  readonly targets: TargetsConfig;
  readonly links: {
    /** What links to files are signed with; without it the service makes a secret for itself. */
    readonly secret: string | undefined;
    /** Links that were signed with this one stay valid. */
    readonly previousSecret: string | undefined;
  };
  readonly bootstrapKey: string | undefined;
  /** A key with the scope `query` for tenant `main`, such as Grafana has. */
  readonly readKey: string | undefined;
  readonly pagesKey: string | undefined;
  readonly ingest: {
    readonly clockSkewMs: number;
    /** Events a second for each key; 0 for no limit. */
    readonly eventsPerSecond: number;
    readonly attributes: readonly AttributeDeclaration[];
  };
  readonly callers: {
    readonly secret: string | undefined;
    readonly keepNumbers: boolean;
    readonly defaultCountry: CountryCode | undefined;
  };
  readonly ledger: {
    /** Undefined: a twentieth of the file system, from 8 MB to 1 GB. */
    readonly minFreeBytes: number | undefined;
    readonly hotEvents: number;
    readonly maxWaiting: number;
    readonly rawRetentionDays: number;
    readonly quarantineRetentionDays: number;
    readonly deliveryRetentionDays: number;
    readonly lostAfterMs: number;
  };
  readonly deliveries: {
    /** Whether webhook deliveries are kept as they came, too: with numbers, names and what was said. */
    readonly keepsRaw: boolean;
    readonly rawRetentionDays: number;
  };
  readonly transcripts: TranscriptsConfig;
  readonly duckdb: { readonly memoryLimit: string; readonly threads: number };
  readonly query: {
    readonly timeoutMs: number;
    readonly maxRows: number;
    readonly maxBuckets: number;
    /** Values that the answers of one request may have together. */
    readonly maxCells: number;
    readonly connections: number;
    /** Heap of the query worker. */
    readonly memoryMb: number;
  };
  readonly reports: {
    /** Of all PDF files: for readers of every kind, or for archives. */
    readonly pdfStandard: PdfStandard;
  };
  readonly exports: {
    /** Files of jobs are kept for so long. */
    readonly retentionDays: number;
    /** A client that takes nothing of a file for so long is given up. */
    readonly stallMs: number;
    /** A file that is streamed is waited for no longer. */
    readonly maxWaitMs: number;
  };
  readonly metrics: MetricSettings;
  readonly checks: {
    /** Whether checks may look at private, loopback and other special addresses. */
    readonly allowsPrivate: boolean;
    /** Whether the service checks itself and the platforms of its webhook accounts. */
    readonly builtIn: boolean;
  };
  /** How long after a call a booking or payment of its caller may follow and belong to it. */
  readonly linkWindowMs: number;
  readonly overview: { readonly timezone: string; readonly isOpen: boolean };
  /** Undefined: the embedded database is InfluxDB. */
  readonly replication: ReplicationConfig | undefined;
  readonly retention: RetentionConfig;
  readonly grafana: GrafanaConfig;
  readonly metricsListen: MetricsListen | undefined;
}

/** Everything that is wrong with the configuration. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly string[]) {
    super(`the configuration is not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

function http(env: Environment): Config['http'] {
  const host = env.text('CALLSIGHT_HOST', '127.0.0.1');
  const port = env.integer('CALLSIGHT_PORT', 4000, 0, 65_535);
  return {
    host,
    port,
    publicUrl: readPublicUrl(env, { host, port }),
    maxBodyBytes: env.integer('CALLSIGHT_MAX_BODY_BYTES', 16 << 20, 1_024, 1 << 30),
    requestTimeoutMs: env.number('CALLSIGHT_REQUEST_TIMEOUT_SECONDS', 300, 1, 3_600) * 1_000,
  };
}

function defaultCountry(env: Environment): CountryCode | undefined {
  const text = env.optional('CALLSIGHT_DEFAULT_COUNTRY')?.toUpperCase();
  const country = countryCodes.find((code) => code === text);
  if (text !== undefined && country === undefined)
    env.errors.push('CALLSIGHT_DEFAULT_COUNTRY: expected an ISO 3166-1 code of two letters, such as DE');
  return country;
}

function attributes(env: Environment): AttributeDeclaration[] {
  const declared = env
    .text('CALLSIGHT_ATTRIBUTES', '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return declared.flatMap((part) => {
    const match = /^([a-z][a-z0-9_]{0,39})(?::(string|number|boolean))?$/.exec(part);
    if (match?.[1] === undefined) {
      env.errors.push(
        `CALLSIGHT_ATTRIBUTES: "${part}" is not name or name:type; names are like plan_id, types are string, number, boolean`,
      );
      return [];
    }
    if (RESERVED_DIMENSIONS.has(match[1])) {
      env.errors.push(`CALLSIGHT_ATTRIBUTES: "${match[1]}" is a dimension already; choose another name`);
      return [];
    }
    return [{ name: match[1], type: (match[2] ?? 'string') as AttributeDeclaration['type'] }];
  });
}

const ingest = (env: Environment): Config['ingest'] => ({
  clockSkewMs: env.number('CALLSIGHT_CLOCK_SKEW_SECONDS', 300, 0, MAX_SECONDS_AHEAD) * 1_000,
  eventsPerSecond: env.number('CALLSIGHT_EVENTS_PER_SECOND', 0, 0, 1e9),
  attributes: attributes(env),
});

const ledger = (env: Environment): Config['ledger'] => ({
  minFreeBytes:
    env.optional('CALLSIGHT_MIN_FREE_BYTES') === undefined
      ? undefined
      : env.integer('CALLSIGHT_MIN_FREE_BYTES', 0, 0, 1e15),
  hotEvents: env.integer('CALLSIGHT_HOT_EVENTS', 300_000, 0, 1e8),
  maxWaiting: env.integer('CALLSIGHT_MOST_WAITING_EVENTS', 100_000, 1, 1e8),
  rawRetentionDays: env.number('CALLSIGHT_RAW_RETENTION_DAYS', 400, 1, 36_500),
  quarantineRetentionDays: env.number('CALLSIGHT_QUARANTINE_RETENTION_DAYS', 30, 1, 36_500),
  deliveryRetentionDays: env.number('CALLSIGHT_DELIVERY_RETENTION_DAYS', 30, 1, 36_500),
  lostAfterMs: env.number('CALLSIGHT_LOST_AFTER_MINUTES', 240, 1, 525_600) * MINUTE_MS,
});

const metrics = (env: Environment): MetricSettings => ({
  shortAbandonSeconds: env.number('CALLSIGHT_SHORT_ABANDON_SECONDS', 5, 0, 3_600),
  serviceLevelSeconds: env.number('CALLSIGHT_SERVICE_LEVEL_SECONDS', 20, 0, 86_400),
  serviceLevelFormula: env.choice('CALLSIGHT_SERVICE_LEVEL_FORMULA', 'abandons_in_X_ignored', SERVICE_LEVEL_FORMULAS),
  fcrHours: env.number('CALLSIGHT_FCR_HOURS', 72, 1, 8_760),
  containmentHours: env.number('CALLSIGHT_CONTAINMENT_HOURS', 24, 1, 8_760),
  repeatDays: env.number('CALLSIGHT_REPEAT_DAYS', 7, 1, 365),
  bookingGraceMinutes: env.number('CALLSIGHT_BOOKING_GRACE_MINUTES', 60, 0, 525_600),
  checkHoldMinutes: env.number('CALLSIGHT_CHECK_HOLD_MINUTES', 10, 0.1, 10_080),
  conversionBase: env.choice('CALLSIGHT_CONVERSION_BASE', 'offered', CONVERSION_BASES),
});

function timezone(env: Environment): string {
  const zone = env.text('CALLSIGHT_TIMEZONE', 'UTC');
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    env.errors.push(`CALLSIGHT_TIMEZONE: ${unknownZone(zone)}`);
    return 'UTC';
  }
}

/** Variables that the command line and the demo read, not the service. */
const OTHERS = new Set([
  'CALLSIGHT_URL',
  'CALLSIGHT_API_KEY',
  'CALLSIGHT_API_KEY_FILE',
  'CALLSIGHT_CACHE',
  'CALLSIGHT_INFLUX_ADMIN_TOKEN',
  'CALLSIGHT_INFLUX_ADMIN_TOKEN_FILE',
  'CALLSIGHT_INFLUX_ADMIN_USERNAME',
  'CALLSIGHT_INFLUX_ADMIN_PASSWORD',
  'CALLSIGHT_INFLUX_ADMIN_PASSWORD_FILE',
]);

/**
 * Reads the configuration. Each section checks its own variables; what is wrong anywhere is told in one go.
 * @returns the configuration and warnings about variables that nothing reads
 * @throws ConfigError
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): {
  config: Config;
  warnings: string[];
} {
  const env = new Environment(variables);
  const dataDir = resolve(env.text('CALLSIGHT_DATA_DIR', './data'));
  const config: Config = {
    http: http(env),
    log: {
      level: env.choice('CALLSIGHT_LOG_LEVEL', 'info', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    },
    dataDir,
    backupDir: resolve(env.text('CALLSIGHT_BACKUP_DIR', join(dataDir, 'backups'))),
    blobs: readBlobs(env, dataDir),
    mail: readMail(env),
    targets: readTargets(env),
    links: {
      secret: env.ownSecret('CALLSIGHT_LINK_SECRET'),
      previousSecret: env.ownSecret('CALLSIGHT_LINK_SECRET_PREVIOUS'),
    },
    bootstrapKey: env.ownSecret('CALLSIGHT_BOOTSTRAP_KEY'),
    readKey: env.ownSecret('CALLSIGHT_READ_KEY'),
    pagesKey: env.ownSecret('CALLSIGHT_PAGES_KEY'),
    ingest: ingest(env),
    callers: {
      secret: env.ownSecret('CALLSIGHT_CALLER_SECRET'),
      keepNumbers: env.flag('CALLSIGHT_KEEP_NUMBERS', false),
      defaultCountry: defaultCountry(env),
    },
    ledger: ledger(env),
    deliveries: {
      keepsRaw: env.flag('CALLSIGHT_KEEP_RAW_DELIVERIES', false),
      rawRetentionDays: env.number('CALLSIGHT_RAW_DELIVERY_RETENTION_DAYS', 3, 0.01, 365),
    },
    transcripts: readTranscripts(env),
    duckdb: {
      memoryLimit: env.text('CALLSIGHT_DUCKDB_MEMORY', '4GB'),
      threads: env.integer('CALLSIGHT_DUCKDB_THREADS', 2, 1, 256),
    },
    query: {
      timeoutMs: env.number('CALLSIGHT_QUERY_TIMEOUT_SECONDS', 30, 0.1, 3_600) * 1_000,
      maxRows: env.integer('CALLSIGHT_QUERY_MAX_ROWS', 200_000, 1, 1e8),
      maxBuckets: env.integer('CALLSIGHT_QUERY_MAX_BUCKETS', 20_000, 1, 1e6),
      maxCells: env.integer('CALLSIGHT_QUERY_MAX_CELLS', 500_000, 1_000, 1e8),
      connections: env.integer('CALLSIGHT_QUERY_CONNECTIONS', 4, 1, 64),
      memoryMb: env.integer('CALLSIGHT_QUERY_MEMORY_MB', 1_536, 128, 1 << 20),
    },
    reports: {
      pdfStandard: env.choice(
        'CALLSIGHT_PDF_STANDARD',
        'accessible',
        Object.keys(PDF_STANDARDS) as readonly PdfStandard[],
      ),
    },
    exports: {
      retentionDays: env.number('CALLSIGHT_EXPORT_RETENTION_DAYS', 7, 0.01, 365),
      stallMs: env.number('CALLSIGHT_EXPORT_STALL_SECONDS', 60, 0.1, 3_600) * 1_000,
      maxWaitMs: env.number('CALLSIGHT_EXPORT_WAIT_SECONDS', 60, 0.1, 3_600) * 1_000,
    },
    metrics: metrics(env),
    checks: {
      allowsPrivate: env.flag('CALLSIGHT_CHECKS_PRIVATE', false),
      builtIn: env.flag('CALLSIGHT_CHECKS_BUILT_IN', true),
    },
    ...readAccounts(env),
    linkWindowMs: env.number('CALLSIGHT_LINK_WINDOW_HOURS', 24, 0.1, 8_760) * 3_600_000,
    overview: { timezone: timezone(env), isOpen: env.flag('CALLSIGHT_OPEN_OVERVIEW', false) },
    replication: readReplication(env),
    retention: readRetention(env),
    grafana: readGrafana(env, dataDir),
    metricsListen: readMetricsListen(env),
  };
  if (env.errors.length > 0) throw new ConfigError(env.errors);
  return { config, warnings: env.misspelt('CALLSIGHT_', OTHERS) };
}
