import { ownValue } from "@longhaul/domain";
import { count, duration, percent } from "./quantities.ts";

/** Keys whose plain reading would mislead. */
const LABELS: Readonly<Record<string, string>> = {
  meanCycleTime: "Mean cycle time now",
  whatIfMeanCycleTime: "Mean cycle time then",
  shareSaved: "Mean cycle time saved",
  shareSavedLow: "At least (95 % interval)",
  shareSavedHigh: "At most (95 % interval)",
  cliffsDelta: "Cliff's delta",
};

/**
 * The figures behind a recommendation: `Median wait: 2 hours`. Keys end with the unit of their value. Names that the
 * recommendation itself says are left out.
 */
export function evidenceLines(evidence: Readonly<Record<string, unknown>>, recommendation: string): string[] {
  return Object.entries(evidence).flatMap(([key, value]) => {
    if (typeof value === "string" && recommendation.includes(value)) return [];
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return [];
    const name = key.replace(/Sec$/, "");
    return [`${ownValue(LABELS, name) ?? words(name)}: ${written(key, value)}`];
  });
}

function written(key: string, value: string | number | boolean): string {
  if (typeof value !== "number") return String(value);
  if (key.endsWith("Sec")) return duration(value).text;
  if (/^share|Share$/.test(key)) return percent(value).text;
  return count(Number(value.toFixed(2))).text;
}

function words(name: string): string {
  const text = name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, " ").toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
