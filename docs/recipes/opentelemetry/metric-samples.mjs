/**
 * Sends the metrics of an OpenTelemetry SDK to Callsight, as `metric.sample`.
 * Checked with @opentelemetry/sdk-metrics 2.12.
 */
import { AggregationTemporality, DataPointType } from '@opentelemetry/sdk-metrics';

const SUCCESS = 0;
const FAILED = 1;

const dateOf = ([seconds, nanos]) => new Date(seconds * 1_000 + nanos / 1e6);

/** A histogram becomes two samples; their quotient is the mean. */
function samplesOf({ descriptor: { name }, dataPointType }, { value }) {
  if (dataPointType === DataPointType.GAUGE || dataPointType === DataPointType.SUM) return [[name, value]];
  return [
    [`${name}.count`, value.count],
    [`${name}.sum`, value.sum ?? 0],
  ];
}

/** A metric exporter for a `PeriodicExportingMetricReader`. */
export class MetricSamples {
  #client;

  /** @param client a `CallsightClient` */
  constructor(client) {
    this.#client = client;
  }

  /** What was added since the last time: samples can be summed up. */
  selectAggregationTemporality() {
    return AggregationTemporality.DELTA;
  }

  export({ scopeMetrics }, done) {
    this.#send(scopeMetrics.flatMap(({ metrics }) => metrics)).then(
      () => done({ code: SUCCESS }),
      (error) => done({ code: FAILED, error }),
    );
  }

  async #send(metrics) {
    for (const metric of metrics) {
      for (const point of metric.dataPoints) {
        for (const [name, value] of samplesOf(metric, point)) {
          const data = { metric: name, value, tags: point.attributes };
          await this.#client.send({ type: 'metric.sample', data, time: dateOf(point.endTime) });
        }
      }
    }
  }

  async forceFlush() {
    await this.#client.flush();
  }

  async shutdown() {
    await this.#client.flush();
  }
}
