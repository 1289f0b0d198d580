import type { OperationRequest, OperationResults, ParametersByType, SummaryKeysByType } from "../generated/contract.ts";

/** A type that comes with the service; deployments may have others. */
export type OperationType = keyof ParametersByType;

/** What an operation of a type takes; anything where the type isn't known here. */
export type ParametersOf<Type extends string> = Type extends OperationType
  ? ParametersByType[Type]
  : Readonly<Record<string, unknown>>;

/** What a start says: the type, its name and parameters, and anything of the rest. */
export type StartOperation<Type extends string = string> = Omit<OperationRequest, "operationType" | "parameters"> & {
  readonly operationType: Type;
  readonly parameters?: ParametersOf<Type>;
};

/** The results of an operation of a type: its summary has the figures of that type, and no others. */
export type ResultsOf<Type extends string> = Type extends OperationType
  ? Omit<OperationResults, "operationType" | "summary"> & {
      readonly operationType: Type;
      readonly summary: Pick<OperationResults["summary"], SummaryKeysByType[Type]>;
    }
  : OperationResults;

/** The file of results. */
export type Artifact = OperationResults["artifacts"][number];
