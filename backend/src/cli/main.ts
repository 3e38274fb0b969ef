#!/usr/bin/env node
import { callsight } from './callsight.js';

const { env, stdin, stdout, stderr } = process;
// Whoever reads the output may have seen enough, such as "head".
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
process.exitCode = await callsight(process.argv.slice(2), { env, stdin, stdout, stderr });
