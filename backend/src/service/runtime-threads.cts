import fs = require('node:fs');

/** Threads that Node itself had started when this was first imported: those of the garbage collector and the compiler. */
const runtimeThreads: readonly number[] =
  process.platform === 'linux' ? fs.readdirSync('/proc/self/task').map(Number) : [];

export = runtimeThreads;
