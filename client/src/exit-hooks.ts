const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

export interface LastWords {
  /** Whether there is nothing to send. */
  readonly isIdle: () => boolean;
  /** Sends what there is; resolves within a time of its own with whether it could. */
  readonly drain: () => Promise<boolean>;
  /** Gives up what is still there. */
  readonly end: () => void;
}

/**
 * Sends what is left when the process ends: when it has nothing more to do, and on SIGTERM and SIGINT. A signal then takes
 * its course: where nobody else listens for it, it is raised again. Asked a second time, it does so at once.
 * @returns removes the hooks
 */
export function installExitHooks({ isIdle, drain, end }: LastWords): () => void {
  let isLeaving = false;

  // What other hooks send after this one makes the process emit `beforeExit` once more.
  const onBeforeExit = (): void => {
    if (isIdle()) return;
    void drain().then((isDone) => {
      if (!isDone) end();
    });
  };

  const raise = (signal: NodeJS.Signals): void => {
    remove();
    // An application with a listener of its own decides itself when to go, and may still send.
    if (process.listenerCount(signal) > 0) return;
    end();
    process.kill(process.pid, signal);
  };

  const onSignal = (signal: NodeJS.Signals): void => {
    if (isLeaving) {
      raise(signal);
      return;
    }
    isLeaving = true;
    void drain().then(() => raise(signal));
  };

  const remove = (): void => {
    process.off('beforeExit', onBeforeExit);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };

  process.on('beforeExit', onBeforeExit);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return remove;
}
