import { missingName } from "../filters/missing-name.ts";
import type { DatasetFacts, ParameterFault } from "../filters/judge-filters.ts";
import type { ComplianceParameters } from "../analysis-parameters/compliance-parameters.ts";

/** Rules that name activities which the dataset hasn't, or ask for times or resources that it hasn't. */
export function judgeRules({ rules = [] }: ComplianceParameters, facts: DatasetFacts): readonly ParameterFault[] {
  const { activityNames, columns, isTimed } = facts;
  const known = activityNames === null ? null : new Set(activityNames);
  return rules.flatMap(({ type, activity, other, withinSec }, index) => {
    const unknown = Object.entries({ activity, other }).flatMap(([key, name]) =>
      name === undefined || known?.has(name) !== false
        ? []
        : [
            {
              at: ["rules", index, key],
              detail: missingName("activity", name, activityNames),
            },
          ],
    );
    const untimed = withinSec !== undefined && isTimed === false;
    const nobody = type === "fourEyes" && columns?.includes("resource") === false;
    return [
      ...unknown,
      ...(untimed
        ? [{ at: ["rules", index, "withinSec"], detail: "can't be judged: the dataset's log has no times" }]
        : []),
      ...(nobody ? [{ at: ["rules", index, "type"], detail: "can't be judged: the dataset names no resource" }] : []),
    ];
  });
}
