import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PATH = '/usr/bin/chromium';
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser. @throws when it is not installed: the tests need it */
export async function startChromium(): Promise<Browser> {
  if (!existsSync(PATH)) throw new Error(`${PATH} is missing: apt-get update && apt-get install -y chromium`);
  return chromium.launch({ executablePath: PATH, args: ARGS, headless: true });
}
