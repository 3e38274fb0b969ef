import type { Page } from 'playwright-core';
import type { Harness } from '../harness';

export function configPages(get: () => Harness): void {
  let page: Page;

  beforeEach(async () => {
    page = await get().open({ theme: 'light' });
    get().grafana.state.requests.splice(0);
  });
  afterEach(() => page.close());

  test('a datasource takes a key and a time zone', async () => {
    await page.evaluate(() => window.harness.mountConfigEditor({}));
    await page.getByLabel('API key').fill('a-key');
    expect(await page.evaluate(() => window.edited)).toMatchObject({ secureJsonData: { apiKey: 'a-key' } });
    await page.getByRole('combobox', { name: 'Time zone picker' }).fill('Europe/Berlin');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => JSON.stringify(window.edited).includes('Europe/Berlin'));
    expect(await page.evaluate(() => window.edited)).toMatchObject({ jsonData: { timezone: 'Europe/Berlin' } });
    expect(await page.getByTestId('editor').innerText()).toContain('[plugin.callsight-calls-datasource]');
  });

  test('a provisioned datasource is only shown', async () => {
    await page.evaluate(() => window.harness.mountConfigEditor({ readOnly: true, secureJsonFields: { apiKey: true } }));
    // Grafana itself says that it is provisioned.
    await page.getByLabel('API key').waitFor();
    expect(await page.getByLabel('API key').isDisabled()).toBe(true);
    expect(await page.locator('input[aria-label="Time zone picker"]').isDisabled()).toBe(true);
  });

  test('the app saves its address and key, and tests them', async () => {
    await page.evaluate(() => window.harness.mountAppConfig({}));
    await page.getByLabel('Address of the service').fill('callsight');
    await page.getByText('An address like http://callsight:4000').waitFor();
    await page.getByLabel('Address of the service').fill('http://callsight:4000');
    await page.getByLabel('API key').fill('a-key');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The API key is accepted').waitFor();
    expect(get().grafana.state.requests).toEqual([
      { enabled: true, pinned: true, jsonData: { url: 'http://callsight:4000' }, secureJsonData: { apiKey: 'a-key' } },
    ]);
  });
}
