import type { JsonSchema } from "@longhaul/contracts";
import { CONTRACT_EXAMPLES } from "./contract-examples.ts";

const ID = "ff0e8400-e29b-41d4-a716-446655440000";

/** What a text of each pattern looks like: pages that show the document invent one otherwise, such as a day of month 93. */
const EXAMPLE_OF_PATTERN: ReadonlyMap<unknown, string> = new Map([
  [String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$`, "2024-01-20T10:30:00Z"],
  [String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$`, "2024-01-20T10:30:00.000Z"],
  [String.raw`^\$\d+\.\d{2}$`, "$12.50"],
  [
    String.raw`^\/api\/\S+$`,
    `/api/770e8400-e29b-41d4-a716-446655440000/660e8400-e29b-41d4-a716-446655440000/async/operation/op-${ID}`,
  ],
  [String.raw`^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$`, "09:00"],
  [String.raw`^[\x21-\x7e](?:[\x20-\x7e]{0,998}[\x21-\x7e])?$`, "a-secret-of-your-own"],
  ["^#[0-9a-f]{6}$", "#1f6feb"],
  ["^wh-", `wh-${ID}`],
  ["^dlv-", `dlv-${ID}`],
  ["^sched-", `sched-${ID}`],
  ["^whpk_", "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="],
]);

/** Adds to schemas what is valid under them: the examples of the document that the API was built from, and texts of each pattern. */
export function withExamples(schemas: Readonly<Record<string, JsonSchema>>): Record<string, JsonSchema> {
  const examples = Map.groupBy(CONTRACT_EXAMPLES, ([name]): string => name);
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const own = (examples.get(name) ?? []).map(([, example]) => example);
      return [name, { ...withTexts(schema), ...(own.length === 0 ? {} : { examples: own }) }];
    }),
  );
}

function withTexts<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(withTexts) as Value;
  if (typeof value !== "object" || value === null) return value;
  const schema = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withTexts(part)])) as JsonSchema;
  const example = EXAMPLE_OF_PATTERN.get(schema["pattern"]);
  return (example === undefined ? schema : { ...schema, examples: [example] }) as Value;
}
