import { jsonSchemaOf, type JsonSchema } from "@longhaul/contracts";
import type { OperationRegistry } from "@longhaul/operations";

type Schemas = Readonly<Record<string, JsonSchema>>;

/**
 * Adds what each operation type takes as `parameters`, as `<Type>Parameters`, and says so where operations are asked for:
 * in `OperationRequest` and in the operations of `BatchRequest`. What schedules start refers to these, and
 * a page of a log to its entries.
 */
export function withParameters(schemas: Schemas, registry: OperationRegistry): Record<string, JsonSchema> {
  const oneOf = registry.types.map((type) => ({
    title: type,
    required: ["operationType"],
    properties: {
      operationType: { const: type },
      parameters: { $ref: `#/components/schemas/${parametersName(type)}` },
    },
  }));
  const parameters = registry.types.flatMap((type) => {
    const definition = registry.find(type);
    return definition === undefined ? [] : [[parametersName(type), jsonSchemaOf(definition.parameters)] as const];
  });
  const batch = schemas["BatchRequest"] as { properties: { operations: { items: JsonSchema } } };
  const { operations } = batch.properties;
  const schedules = Object.fromEntries(
    (["ScheduleRequest", "SchedulePatch"] as const).map((name) => {
      const { properties, ...schedule } = schemas[name] as { properties: Record<string, JsonSchema> };
      const refer = (to: string): JsonSchema => ({ $ref: `#/components/schemas/${to}` });
      const starts = { operation: refer("OperationRequest"), batch: refer("BatchRequest") };
      return [name, { ...schedule, properties: { ...properties, ...starts } }];
    }),
  );
  const logs = schemas["Logs"] as { properties: { entries: JsonSchema } };
  const entries = { ...logs.properties.entries, items: { $ref: "#/components/schemas/LogEntry" } };
  return {
    ...schemas,
    ...schedules,
    Logs: { ...logs, properties: { ...logs.properties, entries } },
    ...Object.fromEntries(parameters),
    OperationRequest: { ...schemas["OperationRequest"], oneOf },
    BatchRequest: {
      ...batch,
      properties: { ...batch.properties, operations: { ...operations, items: { ...operations.items, oneOf } } },
    },
  };
}

const parametersName = (type: string): string => `${type}Parameters`;
