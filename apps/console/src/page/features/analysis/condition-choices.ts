import type { Choice } from "./choices.ts";
import type { Condition } from "./findings.ts";

/** Choices of the cases that meet all conditions, as nearly as filters can; none where one of them can't be filtered by. */
export function choicesOf(conditions: readonly Condition[]): readonly Choice[] {
  const choices = conditions.flatMap((one) => choiceOf(one) ?? []);
  return choices.length === conditions.length ? choices : [];
}

function choiceOf({ kind, what, value }: Condition): Choice | null {
  switch (kind) {
    case "activity":
      return { kind: "with", activity: value };
    case "resource":
      return { kind: "attribute", column: "resource", value };
    case "weekday":
      return null;
    case "attribute":
      return rangeOf(what, value) ?? { kind: "attribute", column: what, value, of: "firstEvent" };
  }
}

/** For a number, an analysis names its lowest or highest quarter: `≤ 5`, `≥ 5000`. */
function rangeOf(column: string, value: string): Choice | null {
  const [, sign, digits = ""] = /^([≤≥]) (.+)$/u.exec(value) ?? [];
  const bound = Number(digits);
  if (sign === undefined || !Number.isFinite(bound)) return null;
  return { kind: "range", column, of: "firstEvent", ...(sign === "≤" ? { max: bound } : { min: bound }) };
}
