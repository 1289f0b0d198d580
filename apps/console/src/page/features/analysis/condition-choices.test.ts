import { expect, it } from "vitest";
import { choicesOf } from "./condition-choices.ts";
import type { Condition } from "./findings.ts";

it.each<[readonly Condition[], unknown]>([
  [
    [{ kind: "attribute", what: "zone", value: "north" }],
    [{ kind: "attribute", column: "zone", value: "north", of: "firstEvent" }],
  ],
  [
    [{ kind: "attribute", what: "amount", value: "≥ 5000.5" }],
    [{ kind: "range", column: "amount", min: 5000.5, of: "firstEvent" }],
  ],
  [
    [{ kind: "attribute", what: "amount", value: "≤ -3" }],
    [{ kind: "range", column: "amount", max: -3, of: "firstEvent" }],
  ],
  [
    [{ kind: "attribute", what: "age", value: "≤ young" }],
    [{ kind: "attribute", column: "age", value: "≤ young", of: "firstEvent" }],
  ],
  [
    [
      { kind: "attribute", what: "zone", value: "north" },
      { kind: "resource", what: "Pay", value: "ann" },
    ],
    [
      { kind: "attribute", column: "zone", value: "north", of: "firstEvent" },
      { kind: "attribute", column: "resource", value: "ann" },
    ],
  ],
  [[{ kind: "activity", what: "activity", value: "Pay" }], [{ kind: "with", activity: "Pay" }]],
  [
    [
      { kind: "activity", what: "activity", value: "Pay" },
      { kind: "weekday", what: "weekday", value: "Monday" },
    ],
    [],
  ],
])("makes of %j what an analysis can be filtered by", (conditions, choices) => {
  expect(choicesOf(conditions)).toEqual(choices);
});
