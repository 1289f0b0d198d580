import type { LogEntry } from "@longhaul/db";

/** An entry for clients; only operators are shown the stack of an error. */
export function presentLogEntry(entry: LogEntry, isOperator: boolean): Record<string, unknown> {
  const { loggedAt, level, phase, attempt, message, fields, trace } = entry;
  return {
    time: loggedAt.toISOString(),
    level,
    ...(phase === null ? {} : { phase }),
    attempt,
    message,
    ...(fields === null ? {} : { fields }),
    ...(trace === null || !isOperator ? {} : { stack: stackOf(trace) }),
  };
}

/** An entry as one line; only a stack adds lines, which are indented. */
export function logLine(entry: LogEntry, isOperator: boolean): string {
  const { loggedAt, level, phase, attempt, message, fields, trace } = entry;
  const line = [
    loggedAt.toISOString(),
    level.toUpperCase().padEnd(5),
    ...(phase === null ? [] : [`[${oneLine(phase)}]`]),
    ...(attempt === 1 ? [] : [`(attempt ${attempt})`]),
    oneLine(message),
    ...(fields === null ? [] : [JSON.stringify(fields)]),
  ].join(" ");
  if (trace === null || !isOperator) return line;
  return [line, ...stackOf(trace).split("\n")].join("\n    ");
}

/** Text without anything that ends a line or moves a terminal's cursor. */
const oneLine = (text: string): string =>
  text.replaceAll("\n", String.raw`\n`).replaceAll(/[\p{Cc}\u2028\u2029]/gu, (char) => {
    const code = char.charCodeAt(0).toString(16).padStart(4, "0");
    return String.raw`\u` + code;
  });

function stackOf(trace: Readonly<Record<string, unknown>>): string {
  const { name, message, stack, cause } = trace;
  const own = typeof stack === "string" ? stack : `${String(name)}: ${String(message)}`;
  return typeof cause === "object" && cause !== null
    ? `${own}\ncaused by: ${stackOf(cause as Readonly<Record<string, unknown>>)}`
    : own;
}
