/** Levels of log entries, the least first. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** The level and those above it. */
export const levelsFrom = (least: LogLevel): readonly LogLevel[] => LOG_LEVELS.slice(LOG_LEVELS.indexOf(least));
