import type { Texts } from "./en.ts";
import { audit, keys, schedules } from "./fr/administration.ts";
import { analysis } from "./fr/analysis.ts";
import { datasets } from "./fr/datasets.ts";
import { batches, system, webhooks } from "./fr/steering.ts";
import { start } from "./fr/start.ts";
import { figures } from "./fr/figures.ts";
import { findings } from "./fr/findings.ts";
import { operation } from "./fr/operation.ts";
import { operations } from "./fr/operations.ts";
import { shell } from "./fr/shell.ts";
import { waiting } from "./fr/waiting.ts";

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
