import type { Figure } from "./figure.ts";

/** Quality of a dataset, under the path given. */
export const qualityFigures = (at: string): readonly Figure[] => [
  {
    path: `${at}.score`,
    unit: "score",
    definition:
      "quality of the dataset: 100 less the points lost in its dimensions, rounded down to a tenth; of the whole dataset, whatever part of it is analysed",
  },
  { path: `${at}.dimensions[].score`, unit: "score", definition: "100 less the points that the dimension loses" },
  {
    path: `${at}.dimensions[].pointsLost`,
    unit: "points",
    definition: "100 × affected ÷ of, and the points of its doubts",
  },
  {
    path: `${at}.dimensions[].affected`,
    unit: "number",
    definition: "what has the fault that the dimension counts",
  },
  { path: `${at}.dimensions[].of`, unit: "number", definition: "what could have that fault" },
  { path: `${at}.columns[].missing`, unit: "number", definition: "rows without a value" },
  {
    path: `${at}.columns[].distinct`,
    unit: "number",
    definition:
      "different values; in a table of more than 200,000 rows within a few per cent but for cases and activities",
  },
  {
    path: `${at}.columns[].typeAgreement`,
    unit: "share",
    definition: "share of the values that have the type of most",
  },
  { path: `${at}.columns[].rejected`, unit: "number", definition: "records left out because of the column" },
  {
    path: `${at}.columns[].repaired`,
    unit: "number",
    definition: "values left empty or replaced as they could not be read",
  },
  { path: `${at}.columns[].doubtful`, unit: "number", definition: "values that a doubt is about" },
];

/** Doubts about a dataset, under the path given. */
export const doubtFigures = (at: string): readonly Figure[] => [
  {
    path: `${at}[].count`,
    unit: "number",
    definition: "values or records that it is about",
    absent: "where they can't be counted",
  },
  {
    path: `${at}[].points`,
    unit: "points",
    definition: "points that it takes off the quality score",
    absent: "where nothing is in doubt",
  },
];

const UNFILTERED = "without filters";

/** What filters did, under the path given. */
const filterFigures = (at: string): readonly Figure[] => [
  { path: `${at}.casesBefore`, unit: "number", definition: "cases of the dataset", absent: UNFILTERED },
  { path: `${at}.casesAfter`, unit: "number", definition: "cases that the filters left", absent: UNFILTERED },
  {
    path: `${at}.eventsBefore`,
    unit: "number",
    definition: "steps of the dataset: events, or starts and completions merged",
    absent: UNFILTERED,
  },
  { path: `${at}.eventsAfter`, unit: "number", definition: "steps that the filters left", absent: UNFILTERED },
  {
    path: `${at}.steps[].casesLeft`,
    unit: "number",
    definition: "cases that this filter and those before it left",
    absent: UNFILTERED,
  },
  { path: `${at}.steps[].eventsLeft`, unit: "number", definition: "steps that they left", absent: UNFILTERED },
];

/** Figures of the phases that load a dataset, the same for every type. */
export const LOADING_FIGURES: readonly Figure[] = [
  ...filterFigures("filtered"),
  { path: "recordsLoaded", unit: "number", definition: "records of the dataset's file: used and left out" },
  { path: "validRecords", unit: "number", definition: "records that are in the dataset's table" },
  { path: "cases", unit: "number", definition: "cases that the operation is about" },
  {
    path: "dataQualityScore",
    unit: "score",
    isHeadline: true,
    definition:
      "quality of the dataset: 100 less the points lost for completeness, uniqueness, a known order of events, plausible times, consistent names and certain roles of the columns",
  },
  { path: "dataQuality.recordsLeftOut", unit: "number", definition: "records of the file that are not in the table" },
  {
    path: "validationErrors[].count",
    unit: "number",
    definition: "records or events that have the fault; one with two faults counts under both",
  },
  ...qualityFigures("dataQuality"),
  ...doubtFigures("dataQuality.doubts"),
];
