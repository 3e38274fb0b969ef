/**
 * Preloaded into the service by `npm run dev` (`node --import`): when the process that started it is gone, however it ended,
 * the service stops in order instead of staying behind.
 */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The channel alone must not keep a service alive that has stopped.
process.channel?.unref();
