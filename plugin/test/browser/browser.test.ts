import { resolve } from 'node:path';
import { startHarness, type Harness } from './harness';
import { alertsPage } from './suites/alerts-page';
import { checksAndHolidays } from './suites/checks-and-holidays';
import { configPages } from './suites/config-pages';
import { dashboard } from './suites/dashboard';
import { funnelDrillDown } from './suites/funnel-drill-down';
import { funnelPanel } from './suites/funnel-panel';
import { leaveQuestion } from './suites/leave-question';
import { queryEditor } from './suites/query-editor';
import { reportHistory } from './suites/report-history';
import { reportsPage } from './suites/reports-page';
import { startPage } from './suites/start-page';
import { translation } from './suites/translation';

/** One browser, one service and one Grafana for all suites: starting them takes longer than the tests. */
let harness: Harness | undefined;

const get = (): Harness => {
  if (harness === undefined) throw new Error('the harness has not started');
  return harness;
};

beforeAll(async () => {
  harness = await startHarness(resolve(__dirname, '../../..'));
}, 120_000);

afterAll(async () => {
  await harness?.stop();
});

afterEach(() => {
  expect(harness?.errors.splice(0)).toEqual([]);
});

describe('funnel panel', () => funnelPanel(get));
describe('calls of a cell', () => funnelDrillDown(get));
describe('query editor', () => queryEditor(get));
describe('dashboard', () => dashboard(get));
describe('configuration', () => configPages(get));
describe('start page', () => startPage(get));
describe('alerts page', () => alertsPage(get));
describe('checks and holidays', () => checksAndHolidays(get));
describe('reports page', () => reportsPage(get));
describe('history of a report', () => reportHistory(get));
describe('unsaved entries', () => leaveQuestion(get));
describe('every text comes from a locale file', () => translation(get));
