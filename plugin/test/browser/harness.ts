import type { Browser, Page } from 'playwright-core';
import { PluginHost } from '../../../backend/test/api/grafana/support/plugin-host';
import { bundlePage } from './bundle-page';
import type { ServiceLink } from './grafana-api';
import { startGrafana, type GrafanaServer } from './grafana-server';
import { startChromium } from './start-chromium';
import { startService, type RunningService } from './start-service';

export interface OpenOptions {
  readonly theme?: 'light' | 'dark';
  /** Family of the typeface instead of the theme's own. */
  readonly font?: string;
  /** Whether texts of locale files are shown in brackets. */
  readonly isMarked?: boolean;
  readonly width?: number;
  readonly height?: number;
}

/** The built plugin in a real browser, in front of a real service. */
export interface Harness {
  readonly grafana: GrafanaServer;
  readonly service: RunningService;
  /** The way to the service that everything takes unless a test changes it. */
  readonly link: ServiceLink;
  /** What scripts of pages threw and nothing caught. */
  readonly errors: Error[];
  /** Opens a fresh page. */
  open(options?: OpenOptions): Promise<Page>;
  stop(): Promise<void>;
}

export async function startHarness(root: string): Promise<Harness> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    const browser: Browser = await startChromium();
    stops.push(() => browser.close());
    const service = await startService(root);
    stops.push(() => service.stop());
    const host = await PluginHost.start(service.address);
    stops.push(() => host.stop());
    const link = { url: service.url, key: service.key, host };
    const grafana = await startGrafana(root, await bundlePage(root), link);
    stops.push(() => grafana.stop());
    // One context keeps the script compiled from page to page.
    const context = await browser.newContext();
    const errors: Error[] = [];
    const open: Harness['open'] = async ({
      theme = 'dark',
      font,
      isMarked = false,
      width = 1280,
      height = 900,
    } = {}) => {
      const page = await context.newPage();
      page.on('pageerror', (error) => errors.push(error));
      await page.setViewportSize({ width, height });
      page.setDefaultTimeout(15_000);
      const search = new URLSearchParams({
        theme,
        ...(font === undefined ? {} : { font }),
        ...(isMarked ? { texts: 'marked' } : {}),
      });
      await page.goto(`${grafana.url}/?${search}`);
      await page.waitForFunction(() => 'harness' in window);
      return page;
    };
    return { grafana, service, link, errors, open, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
