import { audit, keys, schedules } from "./en/administration.ts";
import { analysis } from "./en/analysis.ts";
import { datasets } from "./en/datasets.ts";
import { batches, system, webhooks } from "./en/steering.ts";
import { start } from "./en/start.ts";
import { figures } from "./en/figures.ts";
import { findings } from "./en/findings.ts";
import { operation } from "./en/operation.ts";
import { operations } from "./en/operations.ts";
import { shell } from "./en/shell.ts";
import { waiting } from "./en/waiting.ts";

/** English, the catalogue that gives the others their shape. */
export const en = {
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

/** The same keys with texts of any wording: a catalogue that lacks one doesn't compile. */
type Widened<T> = T extends string
  ? string
  : T extends (...args: infer Args) => string
    ? (...args: Args) => string
    : { readonly [K in keyof T]: Widened<T[K]> };

export type Texts = Widened<typeof en>;
