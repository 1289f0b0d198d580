import { formatsIn } from "@longhaul/domain";
import { counted, quoted } from "./counted.ts";

const { number } = formatsIn("en");
const listed = (names: readonly string[]): string => names.map((one) => quoted(one)).join(", ");

/** How the cases compare with rules and a reference model. */
export const compliance = {
  heading: "Compliance",
  rulesTable: "Rules and the cases that break them",
  deviationsTable: "Deviations from the reference model",
  columns: {
    rule: "Rule",
    concerned: "Cases concerned",
    broken: "Break it",
    deviation: "Deviation",
    meanDuration: "Mean duration",
    otherMeanDuration: "Of other cases",
  },
  kinds: { notAllowed: "not allowed there", skipped: "skipped" },
  follow: (fitting: number, cases: number, model: string): string =>
    `${number(fitting)} of ${counted(cases, "case")} follow the reference model ${quoted(model)} from beginning to end.`,
  notInModel: (names: readonly string[]): string => `The model doesn’t have ${listed(names)}.`,
  notInLog: (names: readonly string[]): string => `The log doesn’t have ${listed(names)} of the model.`,
  untold: (cases: number): string => `Of ${counted(cases, "case")} the deviations are too many to be told.`,
};
