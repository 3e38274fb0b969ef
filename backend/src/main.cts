// Read before the pool and the database start threads of their own.
import runtimeThreads = require('./service/runtime-threads.cjs');

/**
 * Entry point. The thread pool is where the ledger's writes and every statement of the database are carried out; with the
 * four threads of the default, slow queries would keep the ledger from writing. Node reads the size when the pool first
 * works, which for an ES module is before its first line: hence this file, which is none.
 */
process.env['UV_THREADPOOL_SIZE'] ??= '16';
void import('./main.js');

export = runtimeThreads;
