import { formatsIn } from "@longhaul/domain";
import { counted } from "./counted.ts";

const { number } = formatsIn("en");

/** What goes with long cases. */
export const causes = {
  found: (found: number, compared: number): string =>
    `Of ${counted(compared, "group")} of cases that were compared with all others, ${number(found)} ${found === 1 ? "takes" : "take"} longer in the earlier half of the time and in the later. That they go together is shown, not that one causes the other.`,
  none: (compared: number): string =>
    `None of ${counted(compared, "group")} of cases that were compared with all others takes longer in both halves of the time.`,
  table: "Groups of cases that take longer than the others",
  activitiesTable: "Activities that long cases have; a longer way takes longer, so that they explain little",
  columns: {
    segment: "Cases",
    cases: "How many",
    mean: "Mean duration",
    otherMean: "Of the others",
    longerAtLeast: "Longer by at least",
    longerAtMost: "And at most",
  },
};
