/**
 * Threads for what is done outside of JavaScript: the ledger's writes and every statement of the database take one each.
 * With the four of the default, slow queries would keep the ledger from writing. The pool reads this when it first works,
 * which is why the entry point imports this file before all others.
 */
process.env['UV_THREADPOOL_SIZE'] ??= '16';
