import { FIGURE_TYPES, SUMMARY_FIGURES, SUMMARY_WORDS, figureText, type JsonSchema } from "@longhaul/contracts";
import type { OperationRegistry } from "@longhaul/operations";
import type { Endpoint } from "../../endpoints/define-endpoint.ts";
import { buildDocument } from "./build-document.ts";
import { commentOf, typescriptOf } from "./typescript-of.ts";

const HEAD = `// Written by \`pnpm sdk:types\` from the schemas that the API judges by; the test of client-types.ts compares them.
`;

/** The types of the contract's bodies and answers for TypeScript clients: the text of the SDK's file of them. */
export function clientTypes(endpoints: readonly Endpoint[], registry: OperationRegistry): string {
  const { schemas } = buildDocument(endpoints, registry, undefined).components;
  const types = Object.entries(schemas).map(([name, schema]) => declare(name, withFigures(name, schema)));
  const byType = registry.types.map((type) => `  readonly ${type}: ${type}Parameters;\n`).join("");
  const summaries = FIGURE_TYPES.map((type) => {
    const keys = [...SUMMARY_FIGURES, ...SUMMARY_WORDS].filter((one) => one.types.includes(type));
    return `  readonly ${type}: ${keys.map(({ path }) => `"${path}"`).join(" | ")};\n`;
  });
  return `${HEAD}\n${types.join("\n")}
/** What each operation type takes. */
export interface ParametersByType {
${byType}}

/** Keys of the summary of results of each operation type. */
export interface SummaryKeysByType {
${summaries.join("")}}
`;
}

function declare(name: string, schema: JsonSchema): string {
  const text = typescriptOf(schema);
  const comment = commentOf(schema, 0);
  return text.startsWith("{")
    ? `${comment}export interface ${name} ${text}\n`
    : `${comment}export type ${name} = ${text};\n`;
}

/** The summary of results is an open type, because other modules add operation types. Its figures still have names and definitions. */
function withFigures(name: string, schema: JsonSchema): JsonSchema {
  if (name !== "OperationResults") return schema;
  const { properties } = schema as { readonly properties: Readonly<Record<string, JsonSchema>> };
  const figures = SUMMARY_FIGURES.map((figure) => [figure.path, { type: "number", description: figureText(figure) }]);
  const words = SUMMARY_WORDS.map(({ path, definition }) => [path, { type: "string", description: definition }]);
  const summary = { type: "object", properties: Object.fromEntries([...figures, ...words]) as JsonSchema };
  return { ...schema, properties: { ...properties, summary } };
}
