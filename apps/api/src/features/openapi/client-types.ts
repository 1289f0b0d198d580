import { SUMMARY_FIGURES, figureText, type JsonSchema } from "@longhaul/contracts";
import type { OperationRegistry } from "@longhaul/operations";
import { buildDocument } from "./build-document.ts";
import { commentOf, typescriptOf } from "./typescript-of.ts";

const HEAD = `// Written by \`pnpm sdk:types\` from the schemas that the API judges by; the test of client-types.ts compares them.
`;

/** The types of the contract's bodies and answers for TypeScript clients: the text of the SDK's file of them. */
export function clientTypes(registry: OperationRegistry): string {
  const { schemas } = buildDocument(registry, undefined).components;
  const types = Object.entries(schemas).map(([name, schema]) => declare(name, withFigures(name, schema)));
  const byType = registry.types.map((type) => `  readonly ${type}: ${type}Parameters;\n`).join("");
  return `${HEAD}\n${types.join("\n")}\n/** What each operation type takes. */\nexport interface ParametersByType {\n${byType}}\n`;
}

function declare(name: string, schema: JsonSchema): string {
  const text = typescriptOf(schema);
  const comment = commentOf(schema, 0);
  return text.startsWith("{")
    ? `${comment}export interface ${name} ${text}\n`
    : `${comment}export type ${name} = ${text};\n`;
}

/** The summary of results is open, for types of other modules; its figures have names and definitions all the same. */
function withFigures(name: string, schema: JsonSchema): JsonSchema {
  if (name !== "OperationResults") return schema;
  const { properties } = schema as { readonly properties: Readonly<Record<string, JsonSchema>> };
  const figures = SUMMARY_FIGURES.map((figure) => [figure.path, { type: "number", description: figureText(figure) }]);
  const summary = { type: "object", properties: Object.fromEntries(figures) as JsonSchema };
  return { ...schema, properties: { ...properties, summary } };
}
