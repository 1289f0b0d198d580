import { advice } from "./advice.ts";
import { causes } from "./causes.ts";
import { compliance } from "./compliance.ts";
import { figures } from "./figures.ts";
import { headings } from "./headings.ts";
import { insights } from "./insights.ts";
import { learning } from "./learning.ts";
import { lineage } from "./lineage.ts";
import { quality } from "./quality.ts";
import { readings } from "./readings.ts";
import { recommendations } from "./recommendations.ts";
import { ruleWords } from "./rules.ts";
import { running } from "./running.ts";
import { summary } from "./summary.ts";
import { tables } from "./tables.ts";

export const en = {
  advice,
  causes,
  compliance,
  figures,
  headings,
  insights,
  learning,
  lineage,
  quality,
  readings,
  recommendations,
  ruleWords,
  running,
  summary,
  tables,
};

/** All that reports say, area by area; each language has all of it. */
export type Catalogue = typeof en;
