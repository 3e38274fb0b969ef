import { existsSync } from 'node:fs';
import { step } from './setup.mjs';

/** The browser that pages and panels are looked at in: Debian's. Tests start this very file. */
const CHROMIUM = '/usr/bin/chromium';

/** Gets Chromium if it is not there. @returns whether it is there now */
export function chromium() {
  if (existsSync(CHROMIUM)) return true;
  const apt = (title, args) =>
    step(title, 'apt-get', args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  apt('lists of packages', ['update', '-q']);
  apt('Chromium', ['install', '-y', '-q', '--no-install-recommends', 'chromium']);
  if (existsSync(CHROMIUM)) return true;
  process.stdout.write(`the plugin is tested in ${CHROMIUM}: apt-get install chromium\n`);
  return false;
}
