/** A call of a producer is over after this long, done or not: the reconciler adds again what was not added. */
export const producerTimeoutMs = 1_400;

/** How long a connection may take to come up within such a call. */
export const connectTimeoutMs = 1_000;

/** Where jobs without a priority stand: after all others. (BullMQ's own 0 would go before all others.) */
export const lowestPriority = 2_097_151;

/** Crashes are counted in the ledger; BullMQ's own limit, 1, would fail a job at the second crash. */
export const maxStalledCount = 1_000_000;

/** Finished jobs that dashboards can still show, per queue. */
export const keptFinishedJobs = { completed: 50, failed: 200 };

/** BullMQ's event stream, which nothing of ours reads. */
export const keptEvents = 1_000;

/** Pause after a fetch that the store refused, so that an outage isn't a busy loop. */
export const fetchRetryDelayMs = 500;

/** How long drain waits, after the last processor has returned, for the store to take note. */
export const acknowledgeTimeoutMs = 2_000;
