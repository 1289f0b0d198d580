/** A call of a producer is over after this long, done or not: the reconciler adds again what was not added. */
export const producerTimeoutMs = 1_400;

/** How long a connection may take to come up within such a call. */
export const connectTimeoutMs = 1_000;

/** A socket to Redis on which a command has had no answer for this long is dead: another is opened. */
export const producerSilenceMs = 5_000;

/** The same for workers, whose sockets wait up to 10 s for a job. */
export const consumerSilenceMs = 15_000;

/** Where jobs without a priority stand: after all others. (BullMQ's own 0 would go before all others.) */
export const lowestPriority = 2_097_151;

/** Crashes are counted in the ledger; BullMQ's own limit, 1, would fail a job at the second crash. */
export const maxStalledCount = 1_000_000;

/**
 * Finished jobs that dashboards can still show, per queue. Postgres looks at all kept ones whenever a job ends: single
 * runs on 2 shared cores gave 1,645 no-op jobs a second with none kept, 1,399 with 50, 1,040 with 200, 719 with 1,000
 * (the run with 50 repeated: 1,230 and 1,438). On Redis the runs differed more among themselves than with the number.
 */
export const keptFinishedJobs = { completed: 50, failed: 200 };

/**
 * Minutes for which Redis keeps how many jobs completed and failed, per queue: a week. Postgres would count each end by
 * another transaction on one row that all workers share.
 */
export const keptMetricMinutes = 7 * 24 * 60;

/** BullMQ's event stream, which nothing of ours reads. */
export const keptEvents = 1_000;

/** Pause after a fetch that the store refused, so that an outage isn't a busy loop. */
export const fetchRetryDelayMs = 500;

/** Pause before a store that did not take note of a job's end is told again. */
export const acknowledgeRetryDelayMs = 250;

/** How long drain waits, after the last processor has returned, for the store to take note. */
export const acknowledgeTimeoutMs = 2_000;

/** Gates woken in one go: few, so that the first ones open while the others are still being woken. */
export const gatesPerRoundTrip = 32;

/** Most jobs of flows added in one go; BullMQ adds them in one transaction. */
export const flowNodesPerRoundTrip = 200;

/** How long a closed gate sleeps before it asks the ledger by itself; what opens it wakes it at once. */
export const gateSleepMs = 3_600_000;

/** A worker that waits for a NOTIFY looks for jobs by itself after this long, in case the NOTIFY was missed. */
export const longestWaitS = 20;

/** How often a running job's progress and log are written for dashboards. */
export const reportIntervalMs = 1_000;

/** A job that completes before this is not reported on. */
export const reportQuietMs = 1_000;

/** How long the end of a job waits for what is left of its report. */
export const reportTimeoutMs = 1_000;

/** Log lines of a job that are written in one go; of more, only how many. */
export const maxLinesAtOnce = 20;

/** Log lines that a job keeps: the latest. */
export const keptLogLines = 200;

/** Jobs that are failed at once without a worker. */
export const failuresAtOnce = 4;

/** Most jobs that one call fails without a worker. */
export const failuresPerRoundTrip = 50;
