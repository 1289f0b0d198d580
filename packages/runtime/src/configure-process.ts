import { ConfigError } from "./config-error.ts";
import { createLogger, type Logger } from "./create-logger.ts";
import { findUnknownSettings } from "./find-unknown-settings.ts";
import type { LogLevel } from "./format-log-line.ts";

interface LogSettings {
  readonly logLevel: LogLevel;
  readonly logPretty: boolean;
}

/**
 * Reads the settings of a process and opens its log. Each wrong setting becomes a log line, and the process exits
 * with 1. Variables that look like misspelt settings become warnings.
 * @param service the process's name in its log
 */
export function configureProcess<Config extends LogSettings>(
  service: string,
  readConfig: (env: NodeJS.ProcessEnv) => Config,
  env: NodeJS.ProcessEnv,
): { readonly config: Config; readonly logger: Logger } {
  try {
    const config = readConfig(env);
    const logger = createLogger({ service, level: config.logLevel, pretty: config.logPretty });
    // In development the launcher has warned already, once for all processes.
    if (env["NODE_ENV"] !== "development") warnOfUnknown(logger, env);
    return { config, logger };
  } catch (err) {
    const logger = createLogger({ service, pretty: env["LOG_FORMAT"] === "pretty" });
    warnOfUnknown(logger, env);
    if (err instanceof ConfigError) {
      for (const { name, problem, remedy } of err.faults) {
        logger.error({ setting: name, problem, ...(remedy === null ? {} : { remedy }) }, "wrong setting");
      }
    } else {
      logger.error({ err }, "settings not read");
    }
    return process.exit(1);
  }
}

function warnOfUnknown(logger: Logger, env: NodeJS.ProcessEnv): void {
  for (const { name, nearest } of findUnknownSettings(env)) {
    logger.warn({ setting: name, nearest }, "unknown setting, perhaps misspelt");
  }
}
