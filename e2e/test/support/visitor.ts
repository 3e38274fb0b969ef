import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page, type Response } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where screenshots go, if anybody wants them. */
const SCREENSHOTS = process.env['E2E_SCREENSHOTS'];

/** One query of a panel, and what came back. */
export interface PanelQuery {
  readonly refId: string;
  readonly status: number;
  readonly error: string | undefined;
  /** Values in its frames. */
  readonly values: number;
  /** Columns of its first frame, by name. */
  readonly columns: Readonly<Record<string, readonly unknown[]>>;
}

/** What the queries of panels are answered, by refId. */
export interface PanelAnswers {
  readonly results: Readonly<Record<string, { readonly frames: readonly PanelFrame[] }>>;
}

interface PanelFrame {
  readonly schema: {
    readonly fields: readonly { readonly name: string; readonly config: { readonly custom?: object } }[];
  };
  readonly data: { readonly values: readonly (readonly (number | null)[])[] };
}

interface QueryBody {
  readonly results?: Readonly<
    Record<
      string,
      {
        readonly status?: number;
        readonly error?: string;
        readonly frames?: readonly {
          readonly schema?: { readonly fields: readonly { readonly name: string }[] };
          readonly data: { readonly values: readonly (readonly unknown[])[] };
        }[];
      }
    >
  >;
}

function queriesIn({ results = {} }: QueryBody, status: number): PanelQuery[] {
  return Object.entries(results).map(([refId, { error, frames = [], ...rest }]) => ({
    refId,
    status: rest.status ?? status,
    error,
    columns: Object.fromEntries(
      (frames[0]?.schema?.fields ?? []).map(({ name }, index) => [name, frames[0]?.data.values[index] ?? []]),
    ),
    values: frames.flatMap(({ data }) => data.values.map((column) => column.length)).reduce((sum, n) => sum + n, 0),
  }));
}

/** Somebody who looks at Grafana in a browser, and notes what goes wrong. */
export class Visitor {
  readonly page: Page;
  /** Errors of the page itself. */
  readonly faults: string[] = [];
  /** Every query since the last visit. */
  queries: PanelQuery[] = [];
  readonly #browser: Browser;
  readonly #url: string;

  private constructor(browser: Browser, page: Page, url: string) {
    this.#browser = browser;
    this.page = page;
    this.#url = url;
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('response', (response) => {
      if (response.url().includes('/api/ds/query')) void this.#note(response);
    });
  }

  /** @param user who signs in, with that as the password, too; the administrator of a fresh Grafana if absent */
  static async start(url: string, viewport = { width: 1_500, height: 3_000 }, user = 'admin'): Promise<Visitor> {
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
    const context: BrowserContext = await browser.newContext({
      viewport,
      timezoneId: 'Europe/Berlin',
    });
    const signedIn = await context.request.post(`${url}/login`, { data: { user, password: user } });
    if (!signedIn.ok()) throw new Error(`nobody can sign in: ${signedIn.status()}`);
    return new Visitor(browser, await context.newPage(), url);
  }

  async #note(response: Response): Promise<void> {
    const body = (await response.json().catch(() => ({}))) as QueryBody;
    this.queries.push(...queriesIn(body, response.status()));
  }

  /** Opens a page and waits until nothing is being loaded. */
  async visit(path: string): Promise<void> {
    this.queries = [];
    await this.page.goto(this.#url + path, { waitUntil: 'networkidle' });
    await this.page.getByTestId('data-testid panel loading bar').waitFor({ state: 'detached' });
  }

  async picture(name: string): Promise<void> {
    if (SCREENSHOTS === undefined) return;
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  }

  /** Pictures of a mail, as wide as on a desk and on a phone. */
  async pictureOf(html: string, name: string): Promise<void> {
    if (SCREENSHOTS === undefined) return;
    mkdirSync(SCREENSHOTS, { recursive: true });
    for (const width of [900, 390]) {
      const page = await this.#browser.newPage({ viewport: { width, height: 400 } });
      await page.setContent(html);
      await page.screenshot({ path: join(SCREENSHOTS, `${name}-${width}.png`), fullPage: true });
      await page.close();
    }
  }

  stop(): Promise<void> {
    return this.#browser.close();
  }
}
