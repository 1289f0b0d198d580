import { ownValue } from "@longhaul/domain";
import type { Texts } from "../texts/texts.ts";

/** Words that the sentences of a recommendation say, in its language. */
const SAID = new Set(["segment", "weekday"]);

/**
 * The figures behind a recommendation: `Median wait: 2 hours`. Keys end with the unit of their value. Names that the
 * recommendation itself says are left out, and figures that its sentences say (`said`).
 */
export function evidenceLines(
  evidence: Readonly<Record<string, unknown>>,
  recommendation: string,
  texts: Texts,
  said: ReadonlySet<string> = new Set(),
): string[] {
  return Object.entries(evidence).flatMap(([key, value]) => {
    if (said.has(key)) return [];
    if (typeof value === "string" && (SAID.has(key) || recommendation.includes(value))) return [];
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return [];
    const name = key.replace(/Sec$/, "");
    return [texts.advice.line(ownValue(texts.advice.evidence, name) ?? words(name), written(key, value, texts))];
  });
}

function written(key: string, value: string | number | boolean, { duration, percent, count }: Texts): string {
  if (typeof value !== "number") return String(value);
  if (key.endsWith("Sec")) return duration(value).text;
  if (/^share|Share/.test(key)) return percent(value).text;
  return count(Number(value.toFixed(Math.abs(value) < 10 ? 2 : 1))).text;
}

/** The key of a figure that no text knows: one of an operation type that was added. */
function words(name: string): string {
  const text = name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, " ").toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
