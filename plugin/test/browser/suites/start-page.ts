import type { Page } from 'playwright-core';
import type { Harness } from '../harness';

export function startPage(get: () => Harness): void {
  let page: Page;

  const show = async (): Promise<void> => {
    page = await get().open();
    await page.clock.install();
    await page.evaluate(() => window.harness.mountApp('/start'));
  };
  const item = (title: string) => page.getByRole('listitem').filter({ has: page.getByText(title, { exact: true }) });

  beforeEach(() => {
    const { state } = get().grafana;
    state.role = 'Admin';
    state.link = get().link;
    state.datasources = [{ uid: 'callsight', name: 'Callsight', type: 'callsight-calls-datasource' }];
    state.dashboards = [{ title: 'Overview', url: '/d/overview' }];
  });
  afterEach(async () => {
    get().grafana.state.link = get().link;
    get().grafana.state.role = 'Admin';
    get().grafana.state.policy = undefined;
    get().grafana.state.answers.clear();
    await page.close();
  });

  test('tells an administrator that everything is in place', async () => {
    await show();
    await item('Service').getByText('takes events and queries').waitFor();
    await item('API key').getByText('is accepted').waitFor();
    await item('Calls')
      .getByText(/in the last 24 hours; the newest began/)
      .waitFor();
    await item('Webhooks').getByText('No webhook was delivered').waitFor();
    await item('Recordings').getByText('can be fetched, stored and played').waitFor();
    await item('Datasource').getByText('“Callsight” reaches the service.').waitFor();
    await item('Dashboards').getByText('1 dashboard is there.').waitFor();
    expect(await item('Dashboards').getByRole('link', { name: 'Overview' }).getAttribute('href')).toBe('/d/overview');
  });

  test('tells a viewer what is not for viewers, without an error', async () => {
    get().grafana.state.role = 'Viewer';
    await show();
    await item('Webhooks').getByText('shown to administrators only').waitFor();
    await item('Service').getByText('takes events and queries').waitFor();
    await item('Datasource').getByText('reaches the service').waitFor();
    await page.getByText('Everything is in place.').waitFor();
  });

  test('says what to do when the service is away, and looks again', async () => {
    get().grafana.state.link = { ...get().link, url: 'http://127.0.0.1:9', key: 'x' };
    await show();
    await item('Service').getByText('Grafana does not reach the service').waitFor();
    const link = item('Service').getByRole('link', { name: 'Configuration of the app' });
    expect(await link.getAttribute('href')).toBe('/plugins/callsight-calls-app?page=configuration');
    get().grafana.state.link = get().link;
    await page.getByText(/things are missing/).waitFor();
    await page.clock.fastForward(10_000);
    await item('Service').getByText('takes events and queries').waitFor();
  });

  test('says what to do when the key is wrong', async () => {
    get().grafana.state.link = { ...get().link, key: 'wrong' };
    await show();
    await item('API key').getByText('is not accepted').waitFor();
    await item('API key').getByText('scope “query”').waitFor();
    await item('Datasource').getByRole('link', { name: 'Settings of the datasource' }).waitFor();
  });

  test('says what to do without a datasource and dashboards', async () => {
    get().grafana.state.datasources = [];
    get().grafana.state.dashboards = [];
    await show();
    await item('Datasource').getByText('There is no Callsight datasource.').waitFor();
    await item('Datasource').getByRole('link', { name: 'Add a Callsight datasource' }).waitFor();
    await item('Dashboards').getByText('no dashboard with the tag').waitFor();
    await page.getByText('2 things are missing.').waitFor();
  });

  test('says which line of grafana.ini lets recordings be played', async () => {
    get().grafana.state.policy = "media-src 'none'";
    await show();
    await item('Recordings').getByText("lets no recording be played: its policy has “media-src 'none'”").waitFor();
    await item('Recordings').getByText('content_security_policy_template').waitFor();
    get().grafana.state.policy = "media-src 'self' https://calls.example.com";
    await page.clock.fastForward(10_000);
    await item('Recordings').getByText('can be fetched, stored and played').waitFor();
  });

  test('says why recordings do not come in', async () => {
    const recordings = { status: 'degraded', reason: 'fetching was given up for 2 of 3 recordings of the last hour' };
    get().grafana.state.answers.set('/api/plugin-proxy/callsight-calls-app/api/healthz', {
      status: 200,
      body: { blobs: { status: 'ok', reason: null }, recordings },
    });
    await show();
    await item('Recordings').getByText(recordings.reason).waitFor();
  });
}
