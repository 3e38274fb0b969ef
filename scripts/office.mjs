import { existsSync } from 'node:fs';
import { step } from './setup.mjs';

/** What opens workbooks as their readers do: Debian's LibreOffice, and openpyxl for its Python. Tests start these very files. */
const FILES = ['/usr/bin/soffice', '/usr/bin/python3', '/usr/lib/python3/dist-packages/openpyxl/__init__.py'];
const PACKAGES = ['libreoffice-calc-nogui', 'python3-openpyxl'];

/** Gets both if they are not there. @returns whether they are there now */
export function office() {
  const isThere = () => FILES.every((file) => existsSync(file));
  if (isThere()) return true;
  const apt = (title, args) =>
    step(title, 'apt-get', args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  apt('lists of packages', ['update', '-q']);
  apt('LibreOffice', ['install', '-y', '-q', '--no-install-recommends', ...PACKAGES]);
  if (isThere()) return true;
  process.stdout.write(`workbooks are tested in LibreOffice and openpyxl: apt-get install ${PACKAGES.join(' ')}\n`);
  return false;
}
