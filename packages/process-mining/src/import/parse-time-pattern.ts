import { ImportRefusal } from "./import-refusal.ts";
import type { TimeFormat } from "./detect-time-format.ts";

const letterPatterns: readonly [RegExp, string][] = [
  [/^yyyy/, "%Y"],
  [/^yy/, "%y"],
  [/^MMMM/, "%B"],
  [/^MMM/, "%b"],
  [/^M{1,2}/, "%m"],
  [/^d{1,2}/, "%d"],
  [/^EEEE/, "%A"],
  [/^E{1,3}/, "%a"],
  [/^H{1,2}/, "%H"],
  [/^h{1,2}/, "%I"],
  [/^m{1,2}/, "%M"],
  [/^s{1,2}/, "%S"],
  [/^S{1,9}/, "%n"],
  [/^a/, "%p"],
  [/^(?:X{1,3}|x{1,3}|Z{1,5})/, "%z"],
  [/^'([^']*)'/, "$1"],
];

/** Turns the caller's `timestampFormat` into a time format: `ISO8601`, `epoch seconds`…, strptime, or date letters. */
export function parseTimePattern(text: string): TimeFormat {
  if (/^iso ?-?8601$/i.test(text.trim())) return { kind: "iso" };
  const epoch = /^epoch ?(seconds|milliseconds|microseconds|nanoseconds|s|ms|us|ns)?$/i.exec(text.trim());
  if (epoch) {
    const unit = (epoch[1] ?? "seconds").toLowerCase();
    const units = {
      s: "seconds",
      ms: "milliseconds",
      us: "microseconds",
      ns: "nanoseconds",
      seconds: "seconds",
      milliseconds: "milliseconds",
      microseconds: "microseconds",
      nanoseconds: "nanoseconds",
    } as const;
    return {
      kind: "epoch",
      unit: units[
        unit === "ms" ||
        unit === "us" ||
        unit === "ns" ||
        unit === "s" ||
        unit === "milliseconds" ||
        unit === "microseconds" ||
        unit === "nanoseconds"
          ? unit
          : "seconds"
      ],
    };
  }
  const pattern = text.includes("%") ? text.replaceAll("%f", "%n").replaceAll("%L", "%n") : fromLetters(text);
  if (!/%[YymdbBsjc]/.test(pattern)) {
    throw new ImportRefusal(
      "InvalidTimestampFormat",
      `The timestampFormat "${text}" names no date. Give a strptime pattern such as "%d/%m/%Y %H:%M:%S" or letters such as "dd/MM/yyyy HH:mm:ss".`,
    );
  }
  return { kind: "strptime", patterns: [pattern] };
}

function fromLetters(text: string): string {
  let rest = text;
  let pattern = "";
  while (rest !== "") {
    const rule = letterPatterns.find(([letters]) => letters.test(rest));
    const match = rule?.[0].exec(rest);
    if (rule && match) {
      pattern += rule[1] === "$1" ? (match[1] ?? "") : rule[1];
      rest = rest.slice(match[0].length);
    } else {
      pattern += rest[0] ?? "";
      rest = rest.slice(1);
    }
  }
  return pattern;
}
