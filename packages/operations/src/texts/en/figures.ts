import { definitionOf, type ReportFigure } from "../terms/report-figures.ts";

/** How the figures that a report names are defined: in English as in the contract. */
export const figures = {
  caption: "Definitions of the figures that this report names",
  figure: "Figure",
  definition: "Definition",
  dataQuality: "Rating of the data",
  confidence: "Rating of the predictions",
  /** Without what names fields of results, which a report hasn't. */
  definitionOf: (figure: ReportFigure): string => definitionOf(figure).replace(/; where `[^`]*` is false, [^;]*/, ""),
};
