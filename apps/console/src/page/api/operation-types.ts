import { useClient } from "./client.ts";
import { usePolled } from "./use-polled.ts";

/** A JSON Schema, as far as forms are made from it. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** A type that can be started. */
export interface OperationType {
  readonly operationType: string;
  readonly description?: string;
  readonly phases: readonly { readonly phaseName: string; readonly description?: string; readonly share: number }[];
  readonly needsDataset: boolean;
  readonly needsSources: boolean;
  readonly parameters: JsonSchema;
  readonly examples: readonly {
    readonly operationName: string;
    readonly parameters: Readonly<Record<string, unknown>>;
  }[];
}

const NONE: readonly OperationType[] = [];

/** What can be started here; empty until it is known. */
export function useOperationTypes(): readonly OperationType[] {
  const client = useClient();
  const { data } = usePolled("operation-types", async (signal) => {
    const answer = await client.transport.json<{ readonly operationTypes: readonly OperationType[] }>({
      path: "/async/operation-types",
      signal,
    });
    return answer.operationTypes;
  });
  return data ?? NONE;
}
