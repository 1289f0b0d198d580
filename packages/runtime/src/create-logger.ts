import { createLogger as createWinstonLogger, format, transports, type Logger as WinstonLogger } from "winston";
import { formatJsonLine, formatPrettyLine, type LogLevel, type LogRecord } from "./format-log-line.ts";

export type LogFields = Readonly<Record<string, unknown>>;

/**
 * Object first, then a constant message in lower case: `logger.info({ operationId }, "operation claimed")`. An error
 * goes into the field `err`. Logging never throws.
 */
export interface Logger {
  readonly error: LogMethod;
  readonly warn: LogMethod;
  readonly info: LogMethod;
  readonly debug: LogMethod;
  /** A logger for a part of the service: its name is added to the part's, its fields to every line. */
  readonly child: (part: string, fields?: LogFields) => Logger;
}

export interface LogMethod {
  (message: string): void;
  (fields: LogFields, message: string): void;
}

export interface LoggerOptions {
  /** Name of the process, such as `api`. */
  readonly service: string;
  /** The least important level that is written; `info` when left out. */
  readonly level?: LogLevel;
  /** Coloured lines for people instead of JSON for machines. */
  readonly pretty?: boolean;
  /** Where lines go; standard output when left out. */
  readonly destination?: NodeJS.WritableStream;
}

/** A logger that writes one line of JSON a record and redacts secrets on the way, wherever they are in the fields. */
export function createLogger(options: LoggerOptions): Logger {
  const toLine = options.pretty === true ? formatPrettyLine : formatJsonLine;
  const winston = createWinstonLogger({
    level: options.level ?? "info",
    levels: { error: 0, warn: 1, info: 2, debug: 3 },
    format: format.printf((info) => toLine(info["record"] as LogRecord)),
    transports: [new transports.Stream({ stream: options.destination ?? process.stdout, eol: "\n" })],
  });
  return createPart(winston, options.service, null, {});
}

function createPart(winston: WinstonLogger, service: string, part: string | null, own: LogFields): Logger {
  const logAt =
    (level: LogLevel): LogMethod =>
    (first: LogFields | string, second?: string) => {
      if (!winston.isLevelEnabled(level)) {
        return;
      }
      const message = typeof first === "string" ? first : (second ?? "");
      const fields = typeof first === "string" ? [own] : [own, first];
      const record: LogRecord = { time: new Date(), level, service, part, message, fields };
      winston.log({ level, message, record });
    };
  return {
    error: logAt("error"),
    warn: logAt("warn"),
    info: logAt("info"),
    debug: logAt("debug"),
    child: (name, fields = {}) =>
      createPart(winston, service, part === null ? name : `${part}.${name}`, { ...own, ...fields }),
  };
}
