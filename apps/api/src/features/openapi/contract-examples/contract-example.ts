import type { SchemaName } from "../../../endpoints/named-schemas.ts";

/** An example of the document that the API was built from, with the schema that it must be valid under. */
export type ContractExample = readonly [schema: SchemaName, example: Readonly<Record<string, unknown>>];
