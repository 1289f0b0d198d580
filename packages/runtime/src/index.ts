export { ConfigError, type ConfigFault } from "./config-error.ts";
export { createLogger, type LogFields, type Logger, type LoggerOptions, type LogMethod } from "./create-logger.ts";
export type { LogLevel } from "./format-log-line.ts";
export { loadConfig } from "./load-config.ts";
export { PRODUCT_VERSION } from "./product-version.ts";
export { configureProcess } from "./configure-process.ts";
export { findUnknownSettings, type UnknownSetting } from "./find-unknown-settings.ts";
export { SETTING_NAMES } from "./setting-names.ts";
export {
  daysSetting,
  durationMsSetting,
  keySetting,
  listSetting,
  portSetting,
  secretSetting,
  urlSetting,
} from "./setting-schemas.ts";
export { sharedSettings, type SharedSettings } from "./shared-settings.ts";
export type { Readiness, ReadinessChecks } from "./check-readiness.ts";
export { watchReadiness, type ReadinessWatch, type ReadinessWatchOptions } from "./watch-readiness.ts";
export { createMetrics, type Metrics } from "./create-metrics.ts";
export { createPace, repeatWork, type RepeatedWork, type Resting } from "./repeat-work.ts";
export { findStartTime, isAlive } from "./process-identity.ts";
export { runService, type RunningService, type ServiceOptions } from "./run-service.ts";
export { openTracer } from "./tracing/open-tracer.ts";
export type { Tracer, TracerOptions } from "./tracing/tracer.ts";
export { newSpanId, newTraceId, readTraceparent, spanOfOperation, toTraceparent } from "./tracing/trace-ids.ts";
export { startHealthServer, type HealthServer, type HealthServerOptions } from "./start-health-server.ts";
