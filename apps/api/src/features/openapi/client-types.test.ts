import { readFile } from "node:fs/promises";
import { loadOperationRegistry } from "@longhaul/operations";
import { describe, expect, it } from "vitest";
import { listEndpoints } from "../../list-endpoints.ts";
import { clientTypes } from "./client-types.ts";
import { typescriptOf } from "./typescript-of.ts";

const FILE = new URL("../../../../../packages/sdk/src/generated/contract.ts", import.meta.url);

describe("the SDK's types of the contract", () => {
  it("are those of the schemas that the API judges by: `pnpm sdk:types` writes them", async () => {
    const written = await readFile(FILE, "utf8");
    const registry = await loadOperationRegistry();
    expect(written === clientTypes(listEndpoints(registry), registry), "run `pnpm sdk:types`").toBe(true);
  });

  it.each([
    [{ type: "string" }, "string"],
    [{ type: "integer", minimum: 1 }, "number"],
    [{ enum: ["a", 'b"'] }, String.raw`"a" | "b\""`],
    [{ const: true }, "true"],
    [{ $ref: "#/components/schemas/Batch" }, "Batch"],
    [{ type: ["string", "null"] }, "string | null"],
    [{ anyOf: [{ type: "string" }, { type: "integer" }, { type: "number" }] }, "string | number"],
    [{ anyOf: [{ type: "string" }, {}] }, "unknown"],
    [{}, "unknown"],
    [{ type: "array" }, "readonly unknown[]"],
    [{ type: "array", items: { enum: ["a", "b"] } }, 'readonly ("a" | "b")[]'],
    [{ type: "array", items: { type: "array", items: { type: "string" } } }, "readonly (readonly string[])[]"],
    [{ type: "object", additionalProperties: false }, "Readonly<Record<string, never>>"],
    [{ type: "object" }, "{\n  readonly [key: string]: unknown;\n}"],
    [{ type: "object", additionalProperties: { type: "number" } }, "{\n  readonly [key: string]: number;\n}"],
    [
      { type: "object", properties: { a: { type: "string" }, b: { type: "null" } }, required: ["a"] },
      "{\n  readonly a: string;\n  readonly b?: null;\n  readonly [key: string]: unknown;\n}",
    ],
    [
      {
        type: "object",
        additionalProperties: false,
        properties: { a: { type: "string", description: "ends */ here", default: "x" } },
      },
      '{\n  /**\n   * ends *\\/ here\n   * @default "x"\n   */\n  readonly a?: string;\n}',
    ],
    [
      { type: "object", additionalProperties: false, properties: { "a-b": { type: "string" } } },
      '{\n  readonly "a-b"?: string;\n}',
    ],
  ])("tells %j as %s", (schema, type) => {
    expect(typescriptOf(schema)).toBe(type);
  });
});
