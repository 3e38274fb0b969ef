import type { BlobRewrap } from '@callsight/contract/blobs';
import type { Command } from 'commander';
import { askService } from './api-client.js';
import { CommandFailed, type CommandIo } from './command-io.js';
import { interruptible } from './file-target.js';
import { wholeNumberFrom } from './option-values.js';
import { progressLines } from './progress-bar.js';
import { apiSettings, serviceOptions, type ServiceOptions } from './service-options.js';
import { printable } from './table.js';

interface RewrapOptions extends ServiceOptions {
  readonly batch: number;
  readonly quiet?: boolean;
}

/** All requests so far. */
interface Total {
  readonly lookedAt: number;
  readonly rewrapped: number;
  readonly failed: number;
}

const files = (count: number): string => `${count.toLocaleString('en-US')} file${count === 1 ? '' : 's'}`;

const totalLine = ({ lookedAt, rewrapped, failed }: Total): string =>
  `${files(lookedAt)} looked at, ${rewrapped.toLocaleString('en-US')} rewrapped, ${failed.toLocaleString('en-US')} failed`;

async function rewrap({ batch, quiet, ...options }: RewrapOptions, io: CommandIo): Promise<void> {
  const api = apiSettings(options, io);
  const write = quiet === true ? () => undefined : progressLines(io.stderr);
  let total: Total = { lookedAt: 0, rewrapped: 0, failed: 0 };
  await interruptible(
    io,
    async (signal) => {
      for (let after: string | null | undefined; after !== null;) {
        signal.throwIfAborted();
        const body = { ...(after === undefined ? {} : { after }), limit: batch };
        const answer = (await askService(api, 'POST', '/v1/blobs/rewrap', body)) as BlobRewrap;
        for (const { key, code } of answer.failed) io.stderr.write(`${printable(`${key}: ${code}`)}\n`);
        total = {
          lookedAt: total.lookedAt + answer.looked_at,
          rewrapped: total.rewrapped + answer.rewrapped,
          failed: total.failed + answer.failed.length,
        };
        write(totalLine(total), answer.next === null);
        after = answer.next;
      }
    },
    'interrupted; what was rewrapped stays so, and the command can be repeated',
  );
  if (total.failed > 0)
    throw new CommandFailed(`${files(total.failed)} left as they were: keep the older keys of CALLSIGHT_BLOBS_KEY`);
  io.stdout.write(`${totalLine(total)}; older keys are no longer needed for files of this tenant\n`);
}

/** `callsight blobs`: files of reports, exports and recordings, as they are stored. */
export function addBlobs(program: Command, io: CommandIo): void {
  const blobs = program
    .command('blobs')
    .description('change how files of reports, exports and recordings are encrypted');
  serviceOptions(blobs.command('rewrap'))
    .description('encrypt all files of the tenant with the first key of CALLSIGHT_BLOBS_KEY')
    .option('--batch <n>', 'files that one request looks at, at most', wholeNumberFrom(1, 1_000), 1_000)
    .option('--quiet', 'show no progress')
    .addHelpText(
      'after',
      `
To replace the key: put the new one before the old one in CALLSIGHT_BLOBS_KEY, with a comma, start the
service anew, run this with a key of each tenant, and take the old one away when all of them end with
exit code 0. Files stay readable all the time. The API key needs the scope "admin".`,
    )
    .action((options: RewrapOptions) => rewrap(options, io));
}
