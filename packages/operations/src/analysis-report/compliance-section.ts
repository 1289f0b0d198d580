import type { Block, Section } from "@longhaul/rendering";
import type { Compliance, ToldReference } from "../compliance/check-compliance.ts";
import { cutCaption } from "./cut-caption.ts";
import { count, durationCell, percent } from "./quantities.ts";
import type { ReportSource } from "./report-source.ts";

const KINDS = { notAllowed: "not allowed there", skipped: "skipped" } as const;

/** How the cases compare with the rules and the reference model that were given; nothing where none were. */
export function complianceSection({ discovery }: ReportSource, most: number): Section[] {
  const { rules = [], referenceModel } = discovery.compliance ?? {};
  const blocks: Block[] = [];
  if (rules.length > 0) blocks.push(rulesTable(rules, most));
  if (referenceModel !== undefined) blocks.push(...referenceBlocks(referenceModel, most));
  return blocks.length === 0 ? [] : [{ heading: "Compliance", blocks }];
}

function rulesTable(rules: NonNullable<Compliance["rules"]>, most: number): Block {
  const shown = rules.slice(0, most);
  return {
    kind: "table",
    caption: cutCaption("Rules and the cases that break them", shown.length, rules.length),
    columns: [{ label: "Rule" }, { label: "Cases concerned" }, { label: "Break it" }, { label: "Share", unit: "%" }],
    rows: shown.map((rule) => [rule.rule, count(rule.activeCases), count(rule.violatingCases), percent(rule.share)]),
  };
}

function referenceBlocks(reference: ToldReference, most: number): Block[] {
  const { name, cases, fittingCases, optimalCases, activitiesNotInModel, activitiesNotInLog } = reference;
  const named = (names: readonly string[]): string => names.map((one) => `“${one}”`).join(", ");
  const sentences = [
    `${count(fittingCases).text} of ${count(cases).text} cases follow the reference model “${name}” from beginning to end.`,
    ...(activitiesNotInModel.length === 0 ? [] : [`The model doesn't have ${named(activitiesNotInModel)}.`]),
    ...(activitiesNotInLog.length === 0 ? [] : [`The log doesn't have ${named(activitiesNotInLog)} of the model.`]),
    ...(optimalCases === cases
      ? []
      : [`Of ${count(cases - optimalCases).text} cases the deviations are too many to be told.`]),
  ];
  const text: Block = { kind: "text", text: sentences.join(" ") };
  const shown = reference.deviations.slice(0, most);
  if (shown.length === 0) return [text];
  const total = reference.lists["deviations"]?.total ?? shown.length;
  const isTimed = shown.some(({ meanSec }) => meanSec !== undefined);
  return [
    text,
    {
      kind: "table",
      caption: cutCaption("Deviations from the reference model", shown.length, total),
      columns: [
        { label: "Activity" },
        { label: "Deviation" },
        { label: "Times" },
        { label: "Cases" },
        { label: "Share", unit: "%" },
        ...(isTimed
          ? [{ label: "Mean duration", unit: "s" } as const, { label: "Of other cases", unit: "s" } as const]
          : []),
      ],
      rows: shown.map((one) => [
        one.activity,
        KINDS[one.kind],
        count(one.times),
        count(one.cases),
        percent(one.share),
        ...(isTimed ? [durationCell(one.meanSec), durationCell(one.otherMeanSec)] : []),
      ]),
    },
  ];
}
