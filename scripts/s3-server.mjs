import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './setup.mjs';
import { cache, have, keep, onPath, PATH, pinnedVersion, run } from './test-servers.mjs';

/**
 * A real server of S3 for the tests, versitygw: built from the Go module that `tools/versitygw` pins, unless it is there.
 * backend/test/support/s3/s3-server.ts looks for it in the same folder.
 */
const TOOL = { folder: 'tools/versitygw', module: 'github.com/versity/versitygw' };

/** Without any cache it takes about two minutes on two cores. */
const BUILD_LIMIT_MS = 15 * 60_000;

async function build(target) {
  if (!onPath('go')) throw new Error('needs go');
  const scratch = mkdtempSync(join(tmpdir(), 'callsight-versitygw-'));
  try {
    const options = { cwd: join(root, TOOL.folder), env: { ...process.env, PATH, GOWORK: 'off', CGO_ENABLED: '0' } };
    const binary = join(scratch, 'versitygw');
    const args = ['build', '-trimpath', '-ldflags', '-s -w', '-o', binary, `${TOOL.module}/cmd/versitygw`];
    await run('go', args, options, performance.now() + BUILD_LIMIT_MS);
    keep(binary, target);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @returns whether the server is there */
export function s3Server() {
  const version = pinnedVersion(TOOL);
  const target = join(cache, 'versitygw', version, 'versitygw');
  return have(`versitygw ${version}`, target, 'built', () => build(target));
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = (await s3Server()) ? 0 : 1;
}
