import { formatDuration, formatNumber } from "../../texts/formats.ts";
import { language, t } from "../../texts/language.ts";
import type { Choice } from "./choices.ts";
import type { AnomalyFinding } from "./findings.ts";

/** A share that may be very small. */
const rareShare = (share: number): string =>
  new Intl.NumberFormat(language.value, { style: "percent", maximumSignificantDigits: 2 }).format(share);

/** What is odd about a case, from the figures of it; empty where it is of a kind that this page doesn't know. */
export function sentenceOf({ kind, evidence }: AnomalyFinding): string {
  const texts = t.value.findings.anomalies;
  const text = (key: string): string => String(evidence[key] ?? "");
  const number = (key: string): number => Number(evidence[key] ?? 0);
  const [activity, share] = [text("activity"), rareShare(number("share"))];
  switch (kind) {
    case "rare-path":
      if ("firstActivity" in evidence) return texts.begins(text("firstActivity"), share);
      if ("lastActivity" in evidence) return texts.ends(text("lastActivity"), share);
      return texts.follows(text("from"), text("to"), share, formatNumber(number("occurrences")));
    case "duration":
      return texts.long(formatDuration(number("durationSec")), formatDuration(number("medianSec")));
    case "slow-transition":
      return texts.slow(
        text("from"),
        text("to"),
        formatDuration(number("waitSec")),
        formatDuration(number("medianSec")),
      );
    case "missing-step":
      return texts.lacks(activity, share);
    case "repeated-step":
      return texts.repeats(activity, formatNumber(number("times")), share);
    case "odd-resource":
      return texts.done(activity, text("resource"), share, formatNumber(number("activityEvents")));
    default:
      return "";
  }
}

/** The part of the log that has what is odd about a case; null where it can't be filtered by. */
export function choiceOfFinding({ kind, evidence }: AnomalyFinding): Choice | null {
  const text = (key: string): string => String(evidence[key] ?? "");
  switch (kind) {
    case "rare-path":
      if ("firstActivity" in evidence) return { kind: "startsWith", activity: text("firstActivity") };
      if ("lastActivity" in evidence) return { kind: "endsWith", activity: text("lastActivity") };
      return { kind: "withPath", from: text("from"), to: text("to") };
    case "slow-transition":
      return { kind: "withPath", from: text("from"), to: text("to") };
    case "missing-step":
      return { kind: "without", activity: text("activity") };
    case "repeated-step":
      return { kind: "with", activity: text("activity") };
    case "odd-resource":
      return { kind: "attribute", column: "resource", value: text("resource") };
    default:
      return null;
  }
}
