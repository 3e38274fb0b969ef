import { existsSync } from 'node:fs';
import { step } from './setup.mjs';

/** The browser that pages and panels are looked at in: Debian's. Tests start this very file. */
const CHROMIUM = '/usr/bin/chromium';

/** The typeface of Grafana. Without it another one of the machine takes its place, and text has other widths than there. */
const FONT = '/usr/share/fonts/opentype/inter/Inter-Regular.otf';

/** Gets Chromium and its typeface if they are not there. @returns whether they are there now */
export function chromium() {
  const isThere = () => existsSync(CHROMIUM) && existsSync(FONT);
  if (isThere()) return true;
  const apt = (title, args) =>
    step(title, 'apt-get', args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  apt('lists of packages', ['update', '-q']);
  apt('Chromium', ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-inter']);
  if (isThere()) return true;
  process.stdout.write(`the plugin is tested in ${CHROMIUM} with ${FONT}: apt-get install chromium fonts-inter\n`);
  return false;
}
