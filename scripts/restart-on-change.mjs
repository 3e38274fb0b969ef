import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';

/** An editor that saves writes several times; what happens within this time is one change. Milliseconds. */
const QUIET_MS = 150;

/** A process that does not end after SIGTERM is named after this time, and again each time it passes. Milliseconds. */
const SLOW_STOP_MS = 10_000;

const hasEnded = (child) => child.exitCode !== null || child.signalCode !== null;

/**
 * Builds and starts a service, and does both again whenever a file below `folders` changes. One process runs at a time:
 * the next one starts when the one before it has ended in order. A build that fails leaves the running process alone.
 * @param options.folders folders to watch, with everything below them
 * @param options.build command and arguments; exit code 0 is success
 * @param options.service command and arguments of the process that is restarted
 * @param options.say takes a line for the person who watches
 * @param options.signal ends it: the process is stopped, then the promise resolves
 */
export async function restartOnChange({ folders, build, service, cwd, env, say, signal }) {
  let running;
  let builder;
  let wake = () => undefined;
  let isDirty = true;
  let timer;
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      isDirty = true;
      wake();
    }, QUIET_MS);
  };
  const watchers = folders.map((folder) => watch(folder, { recursive: true }, changed));

  const stop = async () => {
    if (running === undefined || hasEnded(running)) return;
    const ended = once(running, 'exit');
    running.kill('SIGTERM');
    const slow = setInterval(() => say(`process ${running.pid} is still stopping`), SLOW_STOP_MS);
    await ended;
    clearInterval(slow);
  };

  const start = () => {
    const [command, ...args] = service;
    // The process notices by the closed channel when this one was killed, and stops (stop-with-parent.mjs).
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    running = child;
    child.once('error', (error) => say(`cannot start: ${error.message}`));
    child.once('exit', (code, name) => {
      if (child === running && !isStopping)
        say(`process ${child.pid} ended (${name ?? code}); waiting for a change to start it again`);
    });
    say(`started process ${child.pid}`);
  };

  let isStopping = false;
  const succeeds = async () => {
    const [command, ...args] = build;
    builder = spawn(command, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
    const [code] = await once(builder, 'exit');
    return code === 0;
  };

  signal.addEventListener('abort', () => {
    builder?.kill('SIGTERM');
    wake();
  });

  while (!signal.aborted) {
    if (!isDirty) {
      await new Promise((resolve) => (wake = resolve));
      continue;
    }
    isDirty = false;
    if (await succeeds()) {
      if (signal.aborted) break;
      isStopping = true;
      await stop();
      isStopping = false;
      if (!signal.aborted) start();
    } else if (!signal.aborted) {
      const isUp = running !== undefined && !hasEnded(running);
      say(
        isUp
          ? `build failed; process ${running.pid} goes on with the build before it`
          : 'build failed; waiting for a change',
      );
    }
  }
  clearTimeout(timer);
  for (const watcher of watchers) watcher.close();
  isStopping = true;
  await stop();
}
