/** Time limit of a producer's call. The reconciler adds jobs that a call failed to add. */
export const producerTimeoutMs = 1_400;

/** Time limit of connecting within a producer's call. */
export const connectTimeoutMs = 1_000;

/** A socket to Redis on which a command has had no answer for this long is dead: another is opened. */
export const producerSilenceMs = 5_000;

/** The same for workers, whose sockets wait up to 10 s for a job. */
export const consumerSilenceMs = 15_000;

/** The priority of jobs without one: after all others. (BullMQ's default 0 would go before all others.) */
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

/** Length of BullMQ's event stream, which we never read. */
export const keptEvents = 1_000;

/** Pause after a fetch that the store refused, so that an outage isn't a busy loop. */
export const fetchRetryDelayMs = 500;

/** Pause before a job's end is sent again to a store that didn't record it. */
export const acknowledgeRetryDelayMs = 250;

/** How long drain waits, after the last processor has returned, for the store to take note. */
export const acknowledgeTimeoutMs = 2_000;

/** Most jobs of flows added in one go; BullMQ adds them in one transaction. */
export const flowNodesPerRoundTrip = 200;

/**
 * For how long gates are parked as delayed jobs: no worker takes jobs of their queue, and a dashboard shows when a delayed one is due.
 * (Workers of the version before ask the ledger about those that are due.)
 */
export const gateSleepMs = 365 * 24 * 3_600_000;

/** A worker that waits for a NOTIFY looks for jobs by itself after this long, in case the NOTIFY was missed. */
export const longestWaitS = 20;

/** How often a running job's progress and log are written for dashboards. */
export const reportIntervalMs = 1_000;

/** A job that completes sooner gets no report. */
export const reportQuietMs = 1_000;

/** How long the end of a job waits for the rest of its report. */
export const reportTimeoutMs = 1_000;

/** Limit of log lines per write. Of further lines only the number is written. */
export const maxLinesAtOnce = 20;

/** Log lines that a job keeps: the latest. */
export const keptLogLines = 200;

/** Jobs that are failed at once without a worker. */
export const failuresAtOnce = 4;

/** Most jobs that one call fails without a worker. */
export const failuresPerRoundTrip = 50;
