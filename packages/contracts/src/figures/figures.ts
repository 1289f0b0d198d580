import { COMPLIANCE_FIGURES } from "./compliance-figures.ts";
import { LOADING_FIGURES } from "./data-figures.ts";
import { ENRICHMENT_FIGURES, REPORT_FIGURES } from "./enrichment-figures.ts";
import { type Figure, figureText } from "./figure.ts";
import { INSIGHT_FIGURES } from "./insight-figures.ts";
import { CAUSE_FIGURES } from "./cause-figures.ts";
import { FINDING_FIGURES, PREDICTION_FIGURES } from "./learning-figures.ts";
import { RISK_FIGURES } from "./risk-figures.ts";
import { PERFORMANCE_FIGURES, PROCESS_FIGURES } from "./process-figures.ts";

/** Every number in the results of the phases, by type of operation. */
export const RESULT_FIGURES = {
  ProcessMiningAnalysis: [
    ...LOADING_FIGURES,
    ...PROCESS_FIGURES,
    ...PERFORMANCE_FIGURES,
    ...FINDING_FIGURES,
    ...CAUSE_FIGURES,
    ...PREDICTION_FIGURES,
    ...RISK_FIGURES,
    ...INSIGHT_FIGURES,
    ...COMPLIANCE_FIGURES,
    ...REPORT_FIGURES.filter(({ path }) => path === "reportsCreated"),
  ],
  DataEnrichment: ENRICHMENT_FIGURES,
  ReportGeneration: REPORT_FIGURES,
} as const satisfies Readonly<Record<string, readonly Figure[]>>;

export type FigureType = keyof typeof RESULT_FIGURES;
export const FIGURE_TYPES = Object.keys(RESULT_FIGURES) as FigureType[];

/** A figure of the whole, and the types whose operations have it. */
interface SummaryFigure extends Figure {
  readonly types: readonly FigureType[];
}

const MINING = ["ProcessMiningAnalysis"] as const;
const ENRICHMENT = ["DataEnrichment"] as const;

/** Every number in the `summary` of results and of status answers, of any type. */
export const SUMMARY_FIGURES: readonly SummaryFigure[] = [
  { path: "recordsAnalyzed", types: MINING, unit: "number", definition: "events as recorded of the cases analysed" },
  { path: "casesAnalyzed", types: MINING, unit: "number", definition: "cases analysed" },
  {
    path: "processVariants",
    types: MINING,
    unit: "number",
    definition: "different sequences of activities that cases take",
  },
  {
    path: "anomaliesDetected",
    types: MINING,
    unit: "number",
    definition: "cases that stand out, at the false discovery rate of `anomalies.falsePositiveRate`",
    absent: "where none were looked for",
  },
  {
    path: "modelsGenerated",
    types: MINING,
    unit: "number",
    definition:
      "trained models that beat their baseline by more than chance on later cases; only they are offered as files",
  },
  {
    path: "reportsCreated",
    types: ["ProcessMiningAnalysis", "ReportGeneration"],
    unit: "number",
    definition: "files written",
  },
  {
    path: "dataQualityScore",
    types: ["ProcessMiningAnalysis", "DataEnrichment"],
    unit: "score",
    definition: "quality of the dataset, as in the results of the phase that loads it",
  },
  {
    path: "overallConfidenceScore",
    types: MINING,
    unit: "score",
    isHeadline: true,
    definition:
      "how far the predictions can be relied on: the mean of the accuracies that can be defended of the next activity and of the remaining time (the least accuracy in the worse half of the later cases with 95 % confidence, less the calibration error), times the quality of the data; halved, and so below 50, where one of them has no model that beats its baseline",
    absent: "where nothing can be predicted or the quality of the data isn't known",
  },
  { path: "recordsBefore", types: ENRICHMENT, unit: "number", definition: "rows of the dataset before it was cleaned" },
  { path: "recordsAfter", types: ENRICHMENT, unit: "number", definition: "rows of the new dataset" },
  { path: "casesAfter", types: ENRICHMENT, unit: "number", definition: "cases of the new dataset" },
  { path: "activitiesAfter", types: ENRICHMENT, unit: "number", definition: "different activities of the new dataset" },
  {
    path: "columnsAdded",
    types: ENRICHMENT,
    unit: "number",
    definition: "columns that were added",
    absent: "where none were",
  },
  { path: "dataQualityScoreAfter", types: ENRICHMENT, unit: "score", definition: "quality of the new dataset" },
  {
    path: "problemsFound",
    types: ENRICHMENT,
    unit: "number",
    definition: "faulty rows that the rules found, together",
    absent: "without rules",
  },
  {
    path: "recordsChanged",
    types: ENRICHMENT,
    unit: "number",
    definition: "rows that rules changed, together",
    absent: "without rules",
  },
  {
    path: "recordsDropped",
    types: ENRICHMENT,
    unit: "number",
    definition: "rows that rules dropped, together",
    absent: "without rules",
  },
];

/** What else is in the `summary` of some types: words, not numbers. */
export const SUMMARY_WORDS: readonly Pick<SummaryFigure, "path" | "definition" | "types">[] = [
  { path: "outputDatasetId", types: ENRICHMENT, definition: "id of the new dataset" },
  { path: "outputFormat", types: ENRICHMENT, definition: "format of its file, as asked for" },
];

/** Definitions as lines of Markdown. */
export function figuresMarkdown(figures: readonly Figure[]): string {
  return figures.map((figure) => `- \`${figure.path}\`: ${figureText(figure)}`).join("\n");
}

/** As `figuresMarkdown`, of what has no unit. */
export function wordsMarkdown(words: typeof SUMMARY_WORDS): string {
  return words.map(({ path, definition }) => `- \`${path}\`: ${definition}`).join("\n");
}

/** Definitions of the figures of a type of operation whose numbers are hard to guess, for its section of the README. */
export function headlinesMarkdown(type: FigureType): string {
  return figuresMarkdown([...RESULT_FIGURES[type], ...SUMMARY_FIGURES].filter(({ isHeadline }) => isHeadline === true));
}
