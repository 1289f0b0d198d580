import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ResourceAllocation } from "@longhaul/domain";
import { TRIAL_MODULE, type TrialParameters } from "@longhaul/testing";
import { phaseEnvironment } from "../phases/walls/phase-environment.ts";
import {
  PHASE_ENTRY,
  type PhaseProcess,
  type PhaseProcessSettings,
  type TaskHooks,
  type TaskOutcome,
} from "../phases/phase-process.ts";
import type { PhaseTask } from "../phases/protocol.ts";
import { findKernelWalls } from "../phases/walls/kernel-walls.ts";

/** The smallest allocation. */
export const SMALL: ResourceAllocation = { cpuUnits: 1, memoryGb: 1 };

/** For tests that need only the outcome. */
export const NO_HOOKS: TaskHooks = { onProgress: () => undefined, onUsage: () => undefined, onLog: () => undefined };

/** Settings of processes that run trial operations inside of all the walls that this machine has. */
export function trialPoolSettings(folder: string, changed: Partial<PhaseProcessSettings> = {}): PhaseProcessSettings {
  const storageUrl = pathToFileURL(join(folder, "storage")).href;
  return {
    entry: PHASE_ENTRY,
    storageUrl,
    scratchDir: join(folder, "scratch"),
    operationModules: [TRIAL_MODULE],
    env: phaseEnvironment(process.env, { storageUrl, passedOn: ["NODE_COMPILE_CACHE"] }),
    walls: findKernelWalls(changed.phaseUser),
    hosts: [],
    onPolluted: () => undefined,
    onOveruse: () => undefined,
    onLimitFault: (err) => {
      throw err;
    },
    ...changed,
  };
}

/** The first phase of a trial operation. */
export const trialTask = (parameters: Partial<TrialParameters> = {}): PhaseTask => ({
  kind: "phase",
  operationType: "Trial",
  operationId: `op-${randomUUID()}`,
  operationName: "Trial",
  phaseIdx: 0,
  parameters: { phaseMs: 0, at: 0, ...parameters },
  resources: SMALL,
  dataset: null,
  furtherDatasets: [],
  earlier: [],
  dependencies: [],
  files: {},
  storagePrefix: `operations/${randomUUID()}`,
  outputDataset: { id: randomUUID(), tableKey: "t" },
});

/** Runs it to its end. */
export const runTrial = (phaseProcess: PhaseProcess, parameters?: Partial<TrialParameters>): Promise<TaskOutcome> =>
  phaseProcess.run(trialTask(parameters), NO_HOOKS).outcome;

/** What a trial phase gave as results, or how it ended otherwise. */
export const resultsOf = (outcome: TaskOutcome): unknown =>
  outcome.outcome === "done" && outcome.result.kind === "phase" ? outcome.result.output.results : outcome;
