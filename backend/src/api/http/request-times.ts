import type { FastifyReply, FastifyRequest } from 'fastify';
import { Distribution } from '../../lib/telemetry/distribution.js';
import type { RequestReading } from '../../monitoring/service-metrics/service-readings.js';

/** In place of the route, for requests that no route answers: what they ask for is theirs to choose. */
const NO_ROUTE = 'none';

/** Methods that routes have; others are counted as one. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

interface Times extends Omit<RequestReading, 'seconds'> {
  readonly seconds: Distribution;
}

/** How long requests took, by method, template of the route and status: as many series as there are of these, whoever asks. */
export class RequestTimes {
  readonly #times = new Map<string, Times>();

  note({ method, routeOptions }: FastifyRequest, { statusCode, elapsedTime }: FastifyReply): void {
    const route = routeOptions.url ?? NO_ROUTE;
    const known = METHODS.has(method) ? method : 'other';
    const key = `${known} ${route} ${statusCode}`;
    let times = this.#times.get(key);
    if (times === undefined) {
      times = { method: known, route, status: statusCode, seconds: new Distribution() };
      this.#times.set(key, times);
    }
    times.seconds.note(elapsedTime / 1_000);
  }

  get readings(): RequestReading[] {
    return [...this.#times.values()].map((times) => ({ ...times, seconds: times.seconds.reading }));
  }
}
