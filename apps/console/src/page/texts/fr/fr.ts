import type { Texts } from "../en/en.ts";
import { audit, keys, schedules } from "./administration.ts";
import { analysis } from "./analysis.ts";
import { datasets } from "./datasets.ts";
import { batches, system, webhooks } from "./steering.ts";
import { start } from "./start.ts";
import { figures } from "./figures.ts";
import { findings } from "./findings.ts";
import { operation } from "./operation.ts";
import { operations } from "./operations.ts";
import { shell } from "./shell.ts";
import { waiting } from "./waiting.ts";

export const fr: Texts = {
  shell,
  operations,
  operation,
  waiting,
  figures,
  datasets,
  start,
  analysis,
  findings,
  webhooks,
  batches,
  schedules,
  system,
  keys,
  audit,
};
