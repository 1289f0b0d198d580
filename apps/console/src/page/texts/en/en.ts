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
