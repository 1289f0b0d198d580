import { doubtFigures, LOADING_FIGURES, qualityFigures } from "./data-figures.ts";
import type { Figure } from "./figure.ts";

const RULE = "rules[]";
const PROPOSALS = "where the rule is none that proposes";

/** Figures in the results of an enrichment. */
export const ENRICHMENT_FIGURES: readonly Figure[] = [
  ...LOADING_FIGURES,
  { path: "activities", unit: "number", definition: "different activities" },
  { path: "columns[].nulls", unit: "number", definition: "rows without a value in the column" },
  {
    path: "problemsFound",
    unit: "number",
    definition: "faulty rows that the rules found, together",
    absent: "without rules",
  },
  { path: "recordsChanged", unit: "number", definition: "rows that rules changed, together", absent: "without rules" },
  { path: "recordsDropped", unit: "number", definition: "rows that rules dropped, together" },
  { path: `${RULE}.found`, unit: "number", definition: "faulty rows: changed, dropped and left as they are" },
  { path: `${RULE}.changed`, unit: "number", definition: "rows changed" },
  { path: `${RULE}.dropped`, unit: "number", definition: "rows dropped" },
  {
    path: `${RULE}.foundByImport`,
    unit: "number",
    definition: "rows that the import left out for want of a time, taken up again",
    absent: "where there are none",
  },
  { path: `${RULE}.examples[].row`, unit: "number", definition: "row of the table, from 1" },
  {
    path: `${RULE}.proposals[].events`,
    unit: "number",
    definition: "events of the name that may be a misspelling",
    absent: PROPOSALS,
  },
  {
    path: `${RULE}.proposals[].evidence.edits`,
    unit: "number",
    definition: "letters to change; 0 where only blanks, signs or case differ",
    absent: PROPOSALS,
  },
  {
    path: `${RULE}.proposals[].evidence.timesAsFrequent`,
    unit: "number",
    definition: "how many times as frequent the other name is",
    absent: PROPOSALS,
  },
  {
    path: `${RULE}.proposals[].evidence.sameNeighbours`,
    unit: "share",
    definition: "share of its events whose neighbours in the case are neighbours of the other name elsewhere",
    absent: PROPOSALS,
  },
  {
    path: `${RULE}.proposals[].evidence.sameResources`,
    unit: "share",
    definition: "share of its events whose resource does the other as well",
    absent: PROPOSALS,
  },
  {
    path: `${RULE}.proposals[].evidence.knownVariants`,
    unit: "share",
    definition: "share of its cases whose path, with the other name, other cases take",
    absent: PROPOSALS,
  },
  {
    path: "leftOutAtImport[].count",
    unit: "number",
    definition: "records that the import left out for this reason",
    absent: "where it left none out",
  },
  {
    path: "leftOutAtImport[].examples[].line",
    unit: "number",
    definition: "line of the file, from 1",
    absent: "where it left none out",
  },
  {
    path: "leftOutAtImport[].examples[].row",
    unit: "number",
    definition: "row of the file, from 1",
    absent: "where it left none out",
  },
  {
    path: "join.matchedRows",
    unit: "number",
    definition: "rows that found one of the other table by the key",
    absent: "without a join",
  },
  { path: "join.unmatchedRows", unit: "number", definition: "rows that found none", absent: "without a join" },
  {
    path: "join.repeatedKeys",
    unit: "number",
    definition: "keys with several rows in the other table, of which the first counts",
    absent: "without a join",
  },
  { path: "events", unit: "number", definition: "rows of the new dataset" },
  ...qualityFigures("quality"),
  { path: "quality.validShare", unit: "share", definition: "share of the records that are in the table" },
  { path: "quality.completeness.*", unit: "share", definition: "share of the records with a readable value, by role" },
  ...doubtFigures("doubts"),
  {
    path: "doubts[].examples[].line",
    unit: "number",
    definition: "line of the file, from 1",
    absent: "where the doubt has none",
  },
];

/** Figures in the results of a report. */
export const REPORT_FIGURES: readonly Figure[] = [
  { path: "analyses", unit: "number", definition: "analyses that the report is about" },
  { path: "reportsCreated", unit: "number", definition: "files written" },
  {
    path: "template.datasetVersion",
    unit: "number",
    definition: "version of the dataset whose look the slides have",
    absent: "without a template",
  },
];
