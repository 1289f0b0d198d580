import type { Feature } from "./feature.ts";
import { historyLength } from "./prefix-table.ts";
import type { PrefixVocabulary } from "./prefix-vocabulary.ts";

/** The features in the order of the table's columns; `windowHours` is that of the load (`CaseLoad`). */
export function describeFeatures(
  vocabulary: PrefixVocabulary,
  hasStartTimes: boolean,
  windowHours: number,
): readonly Feature[] {
  const window = Number(windowHours.toFixed(2));
  const number = (group: Feature["group"], name: string, description: string, input = description): Feature => ({
    name,
    input,
    description,
    kind: "number",
    group,
  });
  const category = (
    group: Feature["group"],
    name: string,
    description: string,
    values: readonly string[],
    input = description,
  ): Feature => ({ name, input, description, kind: "category", group, codes: ["(none)", ...values, "(other)"] });
  return [
    ...Array.from({ length: historyLength }, (_, back) =>
      category(
        "sequence",
        `activity_${back + 1}`,
        back === 0 ? "latest activity" : `activity ${back} before the latest`,
        vocabulary.codedActivities,
        "latest activities",
      ),
    ),
    ...(vocabulary.codedResources === null
      ? []
      : [category("sequence", "resource_1", "resource of the latest event", vocabulary.codedResources)]),
    number("sequence", "events", "events of the case so far"),
    number("time", "elapsed_hours", "hours since the case began"),
    number("time", "gap_hours", "hours between the latest event and the one before"),
    number("calendar", "hour", "hour of the latest event, UTC, 0 to 23"),
    number("calendar", "weekday", "day of the latest event, UTC, 0 = Sunday"),
    ...(hasStartTimes ? [number("time", "service_hours", "hours from start to completion of the latest event")] : []),
    ...vocabulary.countedActivities.map((activity) =>
      number("sequence", `count: ${activity}`, `times that "${activity}" occurred so far`, "activities so far"),
    ),
    ...vocabulary.attributes.map(({ name, kind, values }) => {
      const described = `latest value of "${name}" so far`;
      return kind === "text"
        ? category("attribute", `attribute: ${name}`, described, values, name)
        : number("attribute", `attribute: ${name}`, `${described}; NaN where there is none yet`, name);
    }),
    number(
      "load",
      "open_cases",
      `cases under way that haven't reached a usual end, by those that begin in ${window} hours lately`,
      "cases under way",
    ),
    number(
      "load",
      "arrivals",
      `cases begun in the ${window} hours before, by what is usual lately`,
      "cases begun lately",
    ),
  ];
}
