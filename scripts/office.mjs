import { existsSync } from 'node:fs';
import { step } from './setup.mjs';

/**
 * What opens workbooks and PDFs as their readers do: Debian's LibreOffice, openpyxl for its Python, and Poppler. Tests start these
 * very files.
 */
const FILES = [
  '/usr/bin/soffice',
  '/usr/bin/python3',
  '/usr/lib/python3/dist-packages/openpyxl/__init__.py',
  '/usr/bin/pdftotext',
];
const PACKAGES = ['libreoffice-calc-nogui', 'python3-openpyxl', 'poppler-utils'];

/** Gets them if they are not there. @returns whether they are there now */
export function office() {
  const isThere = () => FILES.every((file) => existsSync(file));
  if (isThere()) return true;
  const apt = (title, args) =>
    step(title, 'apt-get', args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  apt('lists of packages', ['update', '-q']);
  apt('LibreOffice, openpyxl and Poppler', ['install', '-y', '-q', '--no-install-recommends', ...PACKAGES]);
  if (isThere()) return true;
  process.stdout.write(
    `workbooks and PDFs are tested in LibreOffice, openpyxl and Poppler: apt-get install ${PACKAGES.join(' ')}\n`,
  );
  return false;
}
