import { access, appendFile, readFile, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
  defineOperation,
  PhaseError,
  type OperationDefinition,
  type PhaseContext,
  type PhaseOutput,
} from "@longhaul/operations";
import Joi from "joi";
import { tryWaysOut } from "./try-ways-out.ts";
import { giveUnstorable, UNSTORABLE_BEHAVIOURS } from "./unstorable-results.ts";

/** What a trial phase can do besides waiting. */
const BEHAVIOURS = [
  "fail",
  "refuse",
  "fail-once",
  "wait",
  "wait-and-refuse",
  "hang",
  "ignore-cancel",
  "spin",
  "allocate",
  "crash",
  "crash-once",
  "litter",
  "pollute",
  "spy",
  "reach-out",
  "hoard",
  "grab",
  "call-nobody",
  "give-function",
  "tell-nonsense",
  "log",
  "log-flood",
  ...UNSTORABLE_BEHAVIOURS,
] as const;
type Behaviour = (typeof BEHAVIOURS)[number];

/** Parameters of the trial operation types. */
export interface TrialParameters {
  /** How long each phase takes. */
  readonly phaseMs: number;
  /** The phase, 0 to 2, that misbehaves. */
  readonly at?: number;
  readonly behaviour?: Behaviour;
  /** A file that each phase writes a line to when it starts: `<operation id> <phase> <pid>`. */
  readonly journal?: string;
  /** A file whose absence makes `fail-once` and `crash-once` happen, and that those wait for that wait. */
  readonly marker?: string;
  /** URL that `reach-out` tries to get to in several ways. */
  readonly url?: string;
  /** Only changes the fingerprint of the second phase. */
  readonly tuning?: number;
}

const parameters = Joi.object({
  phaseMs: Joi.number().integer().min(0).default(0),
  at: Joi.number().integer().min(0).max(2),
  behaviour: Joi.string().valid(...BEHAVIOURS),
  journal: Joi.string(),
  marker: Joi.string(),
  url: Joi.string(),
  tuning: Joi.number(),
  datasetId: Joi.string().guid(),
});

async function runTrialPhase(ctx: PhaseContext<TrialParameters>, idx: number): Promise<PhaseOutput> {
  const { phaseMs, at, behaviour, journal } = ctx.parameters;
  if (journal !== undefined) await appendFile(journal, `${ctx.operationId} ${idx} ${process.pid}\n`);
  if (behaviour !== undefined && at === idx) await misbehave(ctx, behaviour);
  const steps = 10;
  for (let step = 1; step <= steps && phaseMs > 0; step++) {
    await delay(phaseMs / steps, undefined, { signal: ctx.signal });
    ctx.progress(step / steps, { currentActivity: `step ${step}`, processedRecords: step, totalRecords: steps });
  }
  if (behaviour === "give-function" && at === idx) return { results: { trial: () => idx } };
  if (behaviour === "spy" && at === idx) return { results: { readable: await readableEnvironments() } };
  if (behaviour === "reach-out" && at === idx) return { results: await tryWaysOut(ctx.parameters.url ?? "") };
  const unstorable = at === idx ? await giveUnstorable(ctx, behaviour) : null;
  if (unstorable !== null) return unstorable;
  const earlier = ctx.earlier.map((phase) => phase.output.results["trial"]);
  await ctx.artifact(
    { name: `Trial ${idx}`, fileName: `trial-${idx}.txt`, type: "Report", format: "TXT", mediaType: "text/plain" },
    `phase ${idx} of ${ctx.operationId}\n`,
  );
  return { results: { trial: idx, earlier }, summary: { [`phase${idx}`]: true }, recordsProcessed: steps };
}

async function misbehave(ctx: PhaseContext<TrialParameters>, behaviour: Behaviour): Promise<void> {
  const first = async (): Promise<boolean> => {
    if (ctx.parameters.marker === undefined) return true;
    return writeFile(ctx.parameters.marker, "", { flag: "wx" }).then(
      () => true,
      () => false,
    );
  };
  switch (behaviour) {
    case "fail":
      throw new PhaseError("trial_failed", "the trial was told to fail", { retryable: true });
    case "refuse":
      throw new PhaseError("trial_refused", "the trial was told to refuse");
    case "fail-once":
      if (await first()) throw new PhaseError("trial_failed", "the trial was told to fail once", { retryable: true });
      return;
    case "wait":
    case "wait-and-refuse":
      for (const marker = ctx.parameters.marker ?? ""; !(await isThere(marker));)
        await delay(20, undefined, { signal: ctx.signal });
      if (behaviour === "wait-and-refuse") throw new PhaseError("trial_refused", "the trial was told to refuse");
      return;
    case "call-nobody":
      // Port 1 of this machine: the same error as that of a store that is away.
      await once(connect(1, "127.0.0.1"), "connect");
      return;
    case "hang":
      await delay(3_600_000, undefined, { signal: ctx.signal });
      return;
    case "ignore-cancel":
      await delay(3_600_000);
      return;
    case "spin":
      for (;;) Math.sqrt(2);
    case "allocate":
      for (const kept: unknown[] = []; ;) kept.push(Array.from({ length: 1_000_000 }, () => kept.length));
    case "hoard":
      // Memory that is no JavaScript object's, by code that lets nothing else run.
      for (const kept: Uint8Array[] = []; ;) kept.push(new Uint8Array(50_000_000).fill(kept.length + 1));
    case "grab":
      new Uint8Array(2 ** 36).fill(1);
      return;
    case "pollute":
      // What a library does whose plain object has a customer's text as a key; none of these may throw or be kept.
      for (const shared of [Object.prototype, Array.prototype, Function.prototype, Map.prototype, Object])
        Reflect.set(shared, "polluted", true);
      // The one that stays open, for V8's sake.
      Reflect.set(RegExp.prototype, "polluted", true);
      return;
    case "tell-nonsense":
      for (;;) {
        ctx.progress(Number.NaN, { processedRecords: 1e300, currentActivity: "nonsense" });
        await delay(50, undefined, { signal: ctx.signal });
      }
    case "log":
      ctx.log.debug("looked closely");
      ctx.log.info("read the log", { events: 3, name: "receipt" });
      ctx.log.warn("a row was left out", { row: 2 });
      ctx.log.error("a column could not be read", { err: new Error("no such column") });
      return;
    case "log-flood":
      for (let idx = 0; idx < 30_000; idx++) ctx.log.debug(`detail ${idx}`, { idx });
      return;
    case "crash":
      process.kill(process.pid, "SIGKILL");
      await delay(60_000);
      return;
    case "litter":
      // The end that a process has which takes too much memory, or doesn't stop when it is told to.
      await Promise.all([ctx.scratchDir, tmpdir()].map(async (folder) => writeFile(join(folder, "litter"), "theirs")));
      process.kill(process.pid, "SIGKILL");
      await delay(60_000);
      return;
    case "crash-once":
      if (await first()) {
        process.kill(process.pid, "SIGKILL");
        await delay(60_000);
      }
      return;
    default:
    // Seen in what the phase gives.
  }
}

/** Whether the variables of the processes above this one can be read, from its parent to the first. */
async function readableEnvironments(): Promise<boolean[]> {
  const readable: boolean[] = [];
  for (let pid = process.ppid; pid > 0;) {
    readable.push(
      await readFile(`/proc/${pid}/environ`).then(
        () => true,
        () => false,
      ),
    );
    // The parent's id comes after the name in brackets and the state.
    pid = Number((await readFile(`/proc/${pid}/stat`, "utf8")).split(") ").at(-1)?.split(" ")[1] ?? 0);
  }
  return readable;
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

function trialType(type: string, isolation: "child" | "inline"): OperationDefinition {
  return defineOperation<TrialParameters>({
    type,
    parameters,
    isolation,
    needsDataset: false,
    datasetOf: () => null,
    estimate: () => ({ lowSec: 1, highSec: 2 }),
    phases: [0, 1, 2].map((idx) => ({
      name: `Trial Phase ${idx + 1}`,
      weight: idx === 1 ? 2 : 1,
      version: 1,
      dependsOnParameters: idx === 1 ? ["tuning"] : [],
      run: (ctx) => runTrialPhase(ctx, idx),
    })),
  });
}

/** Operation types for tests and benchmarks only: `Trial` runs in child processes, `TrialInline` in the worker's. */
export const operations: readonly OperationDefinition[] = [
  trialType("Trial", "child"),
  trialType("TrialInline", "inline"),
];
