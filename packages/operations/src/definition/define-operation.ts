import type { DurationEstimate, FileKind } from "@longhaul/domain";
import type Joi from "joi";
import type { DatasetFacts, ParameterFault } from "../filters/judge-filters.ts";
import type { PhaseContext, PhaseOutput } from "../basics/phase-context.ts";

/** One phase of an operation type. */
export interface PhaseDefinition<P = Record<string, unknown>> {
  /** Shown to clients; unique within the type. */
  readonly name: string;
  /** What it does, in a line, for those who choose a type. */
  readonly description?: string;
  /** Share of the whole in time, any positive unit; 0 = does not count toward the percentage. */
  readonly weight: number;
  /** Raise it when the phase's code would give another output for the same input: old checkpoints then don't count. */
  readonly version: number;
  /** Parameters, by top-level name, that the output depends on: a retry that changes one of them runs the phase again. */
  readonly dependsOnParameters: readonly string[];
  /** Does the work. Written as a lazy import, so that reading a definition does not load the engine behind it. */
  readonly run: (ctx: PhaseContext<P>) => Promise<PhaseOutput>;
}

/** Parameters that a client may start from. Ids in them are any, of the right form. */
export interface OperationExample {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A dataset that parameters name beside the operation's own. */
export interface FurtherDataset {
  readonly datasetId: string;
  /** Path, within the parameters, of its id. */
  readonly at: readonly string[];
  /** What it has to be; an event log where nothing is said. */
  readonly kind?: FileKind;
}

/** An operation type: all that the API and the workers know of it. */
export interface OperationDefinition<P = Record<string, unknown>> {
  readonly type: string;
  /** What it does, in a line or two, for those who choose a type. */
  readonly description?: string;
  /** Parameters as a client may send them, with what they ask for. */
  readonly examples?: readonly OperationExample[];
  /** Judges and completes the request's `parameters`. */
  readonly parameters: Joi.ObjectSchema;
  readonly phases: readonly PhaseDefinition<P>[];
  /** Load the code behind the phases, step by step; a process that waits for work does so in advance. */
  readonly preload?: readonly (() => Promise<unknown>)[];
  /** `inline` runs phases in the worker's own process: only for trivial ones that never block. Default `child`. */
  readonly isolation?: "child" | "inline";
  /** The dataset that an operation with these parameters reads; null when it names none. */
  readonly datasetOf: (parameters: P) => string | null;
  /** Faults of parameters that the facts of their dataset reveal. */
  readonly judgeDataset?: (parameters: P, facts: DatasetFacts) => readonly ParameterFault[];
  /** What is wrong with documents within the parameters, such as a model's text; `facts` are the dataset's, where it is known. */
  readonly judgeContents?: (parameters: P, facts: DatasetFacts | null) => Promise<readonly ParameterFault[]>;
  /** Whether the type can't run without a dataset, its own or a dependency's. */
  readonly needsDataset: boolean;
  /** Whether it makes a dataset (`PhaseOutput.outputDatasetId`), which dependents in a batch then work on. */
  readonly givesDataset?: boolean;
  /** Datasets of the project that it reads beside its own. */
  readonly furtherDatasetsOf?: (parameters: P) => readonly FurtherDataset[];
  /**
   * What is wrong with parameters in view of those datasets, in the order of `furtherDatasetsOf`, as far as their facts tell;
   * `own` are those of its own dataset, where it is known.
   */
  readonly judgeFurtherDatasets?: (
    parameters: P,
    facts: readonly DatasetFacts[],
    own: DatasetFacts | null,
  ) => readonly ParameterFault[];
  /** Other operations of the project whose results it works on, beside its dependencies in a batch; `at` is the path within the parameters that names one. */
  readonly sourceOperationsOf?: (
    parameters: P,
  ) => readonly { readonly operationId: string; readonly at: readonly (string | number)[] }[];
  /** Whether it also reads the datasets of its sources: it is judged by them, and may open them. */
  readonly readsSourceDatasets?: (parameters: P) => boolean;
  /** Whether it can't run without results of others: dependencies in a batch, or `sourceOperationsOf`. */
  readonly needsSources?: boolean;
  /** Expected duration without any history. */
  readonly estimate: (input: { readonly records: number | null; readonly parameters: P }) => DurationEstimate;
}

/** Checks a definition's own rules and gives it back with its parameters' type widened, as registries hold it. */
export function defineOperation<P extends object>(definition: OperationDefinition<P>): OperationDefinition {
  const names = new Set(definition.phases.map((phase) => phase.name.toLowerCase()));
  if (names.size !== definition.phases.length || names.size === 0) {
    throw new Error(`operation type ${definition.type} needs phases with different names`);
  }
  if (!definition.phases.some((phase) => phase.weight > 0)) {
    throw new Error(`operation type ${definition.type} needs a phase that counts toward the percentage`);
  }
  return definition as unknown as OperationDefinition;
}
