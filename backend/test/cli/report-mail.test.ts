import { MailingFirm } from '../reporting/runs/mailing-firm.js';
import { runCallsight } from '../support/run-callsight.js';
import { TEST_KEY } from '../support/service/service-under-test.js';

const firm = MailingFirm.forTests();

let url: string;
beforeAll(async () => {
  url = await firm.service.listen();
});

const runReport = (...args: string[]) =>
  runCallsight(['reports', 'run', 'daily', '--formats', 'csv', '--wait', ...args], {
    CALLSIGHT_URL: url,
    CALLSIGHT_API_KEY: TEST_KEY,
  });

it('sends a report to the addresses of --to, and ends with 0 when everybody has it', async () => {
  const { code, err } = await runReport('--to', 'anna@firm.example,ben@firm.example');
  expect([code, err]).toEqual([0, expect.stringMatching(/: sent, 1 of 1 files, sent to 2 of 2\n$/)]);
  const messages = await firm.received();
  expect(messages.flatMap(({ to }) => to).sort()).toEqual(['anna@firm.example', 'ben@firm.example']);
});

it('names who did not get it and what the mail server said, and ends with 1', async () => {
  firm.refusals.set('gone@firm.example', [550, '5.1.1 no such user']);
  const { code, out, err } = await runReport('--to', 'anna@firm.example', '--to', 'gone@firm.example');
  expect([code, out]).toEqual([1, expect.stringMatching(/^csv\t\d+\t/)]);
  expect(err).toContain('gone@firm.example: refused: ');
  expect(err).toContain('5.1.1 no such user');
  expect(err).toMatch(/\ncallsight: run [0-9a-z]+ failed: .*gone@firm\.example/);
  expect(err).not.toContain('anna@firm.example: ');
});
