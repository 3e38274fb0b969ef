import type { MetricsText } from './metrics-text.js';
import type { ServiceReadings } from './service-readings.js';

export interface MetricsPage {
  readonly contentType: string;
  readonly text: string;
}

/** What this service shows of itself. The library is loaded, and watches the process, from the first request on. */
export class ServiceMetrics {
  readonly #read: () => Promise<ServiceReadings>;
  #text: Promise<MetricsText> | undefined;

  constructor(read: () => Promise<ServiceReadings>) {
    this.#read = read;
  }

  /** @param tenant the only one of which anything is shown by name; all if undefined */
  async page(tenant: string | undefined): Promise<MetricsPage> {
    this.#text ??= import('./metrics-text.js').then(({ MetricsText: Text }) => new Text());
    const [text, readings] = await Promise.all([this.#text, this.#read()]);
    return { contentType: text.contentType, text: await text.write(readings, tenant) };
  }
}
