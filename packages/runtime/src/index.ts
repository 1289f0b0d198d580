export { ConfigError, type ConfigFault } from "./config-error.ts";
export { createLogger, type LogFields, type Logger, type LoggerOptions, type LogMethod } from "./create-logger.ts";
export type { LogLevel } from "./format-log-line.ts";
export { loadConfig } from "./load-config.ts";
export { redactText } from "./redact-text.ts";
export { durationMsSetting, portSetting, urlSetting } from "./setting-schemas.ts";
