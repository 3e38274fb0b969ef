import { t } from '@grafana/i18n';
import type { CheckKind } from '@callsight/contract/monitoring/check-words';

export const kindName = (kind: CheckKind): string =>
  ({
    http: t('alerts.check-kind.http', 'HTTP'),
    tcp: t('alerts.check-kind.tcp', 'TCP'),
    tls: t('alerts.check-kind.tls', 'Certificate'),
    smtp: t('alerts.check-kind.smtp', 'SMTP'),
    dns: t('alerts.check-kind.dns', 'DNS'),
    influxdb: t('alerts.check-kind.influxdb', 'InfluxDB'),
    heartbeat: t('alerts.check-kind.heartbeat', 'Heartbeat'),
  })[kind];

/** What a check of a kind does. */
export const kindText = (kind: CheckKind): string =>
  ({
    http: t('alerts.check-kind.http-text', 'Asks an address and looks at the answer.'),
    tcp: t('alerts.check-kind.tcp-text', 'Opens a connection.'),
    tls: t('alerts.check-kind.tls-text', 'Looks how long a certificate is valid.'),
    smtp: t('alerts.check-kind.smtp-text', 'Greets a mail server.'),
    dns: t('alerts.check-kind.dns-text', 'Asks for a record: name, type and, if it is to be one, @server.'),
    influxdb: t('alerts.check-kind.influxdb-text', 'Asks an InfluxDB whether it is well.'),
    heartbeat: t(
      'alerts.check-kind.heartbeat-text',
      'Waits for system.check events of the component, which your own system sends at least this often.',
    ),
  })[kind];
