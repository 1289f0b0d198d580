import type { Block, Section } from "@longhaul/rendering";
import type { Compliance, ToldReference } from "../compliance/check-compliance.ts";
import { ruleName } from "../wording/rule-text.ts";
import type { Texts } from "../texts/texts.ts";
import { messageOf } from "./chart-readings.ts";
import { cut } from "./cut-caption.ts";
import type { ReportSource } from "./report-source.ts";

/** How the cases compare with the rules and the reference model that were given; nothing where none were. */
export function complianceSection({ discovery }: ReportSource, texts: Texts, most: number): Section[] {
  const { rules = [], referenceModel } = discovery.compliance ?? {};
  const blocks: Block[] = [];
  if (rules.length > 0) blocks.push(rulesTable(rules, texts, most));
  if (referenceModel !== undefined) blocks.push(...referenceBlocks(referenceModel, texts, most));
  const message = messageOf(
    referenceModel === undefined
      ? []
      : [texts.compliance.follow(referenceModel.fittingCases, referenceModel.cases, referenceModel.name)],
  );
  return blocks.length === 0 ? [] : [{ heading: texts.compliance.heading, ...message, blocks }];
}

function rulesTable(rules: NonNullable<Compliance["rules"]>, texts: Texts, most: number): Block {
  const { compliance: says, tables, count, percent } = texts;
  const shown = rules.slice(0, most);
  return {
    kind: "table",
    caption: cut(says.rulesTable, shown.length, rules.length, texts),
    columns: [
      { label: says.columns.rule },
      { label: says.columns.concerned },
      { label: says.columns.broken },
      { label: tables.columns.share, unit: "%" },
    ],
    rows: shown.map((rule) => [
      ruleName(rule, texts),
      count(rule.activeCases),
      count(rule.violatingCases),
      percent(rule.share),
    ]),
  };
}

function referenceBlocks(reference: ToldReference, texts: Texts, most: number): Block[] {
  const { compliance: says, tables, count, percent, durationCell } = texts;
  const { name, cases, fittingCases, optimalCases, activitiesNotInModel, activitiesNotInLog } = reference;
  const sentences = [
    says.follow(fittingCases, cases, name),
    ...(activitiesNotInModel.length === 0 ? [] : [says.notInModel(activitiesNotInModel)]),
    ...(activitiesNotInLog.length === 0 ? [] : [says.notInLog(activitiesNotInLog)]),
    ...(optimalCases === cases ? [] : [says.untold(cases - optimalCases)]),
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
      caption: cut(says.deviationsTable, shown.length, total, texts),
      columns: [
        { label: tables.columns.activity },
        { label: says.columns.deviation },
        { label: tables.columns.times },
        { label: tables.columns.cases },
        { label: tables.columns.share, unit: "%" },
        ...(isTimed
          ? [
              { label: says.columns.meanDuration, unit: "s" } as const,
              { label: says.columns.otherMeanDuration, unit: "s" } as const,
            ]
          : []),
      ],
      rows: shown.map((one) => [
        one.activity,
        says.kinds[one.kind],
        count(one.times),
        count(one.cases),
        percent(one.share),
        ...(isTimed ? [durationCell(one.meanSec), durationCell(one.otherMeanSec)] : []),
      ]),
    },
  ];
}
