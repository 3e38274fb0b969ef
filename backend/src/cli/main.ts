#!/usr/bin/env node
import { callsight } from './callsight.js';

const { env, stdout, stderr } = process;
process.exitCode = await callsight(process.argv.slice(2), { env, stdout, stderr });
