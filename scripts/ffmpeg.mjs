import { existsSync } from 'node:fs';
import { step } from './setup.mjs';

/** What makes sound in every format, and decodes and measures it: Debian's ffmpeg. Tests start this very file. */
const FILE = '/usr/bin/ffmpeg';

/** Gets it if it is not there. @returns whether it is there now */
export function ffmpeg() {
  if (existsSync(FILE)) return true;
  const apt = (title, args) =>
    step(title, 'apt-get', args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  apt('lists of packages', ['update', '-q']);
  apt('ffmpeg', ['install', '-y', '-q', '--no-install-recommends', 'ffmpeg']);
  if (existsSync(FILE)) return true;
  process.stdout.write('recordings are tested with ffmpeg: apt-get install ffmpeg\n');
  return false;
}
