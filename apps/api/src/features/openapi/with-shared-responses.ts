import type { JsonSchema } from "@longhaul/contracts";

/** A shorter response costs less where it stands than a reference to it. */
const MIN_LENGTH = 90;

type Responses = Readonly<Record<string, JsonSchema>>;
type Paths = ReadonlyMap<string, Readonly<Record<string, JsonSchema>>>;

/** Says a response once that several endpoints give: it becomes a component, named after its description and its schema. */
export function withSharedResponses(paths: Paths): {
  readonly paths: Record<string, JsonSchema>;
  readonly components: Responses;
} {
  const names = new Map<string, string>();
  const seen = new Set<string>();
  for (const item of paths.values())
    for (const { responses } of Object.values(item))
      for (const response of Object.values(responses as Responses)) {
        const text = JSON.stringify(response);
        if (text.length < MIN_LENGTH) continue;
        if (seen.has(text) && !names.has(text)) names.set(text, nameOf(response, new Set(names.values())));
        seen.add(text);
      }
  const share = (response: JsonSchema): JsonSchema => {
    const name = names.get(JSON.stringify(response));
    return name === undefined ? response : { $ref: `#/components/responses/${name}` };
  };
  const shared = (method: JsonSchema): JsonSchema => ({
    ...method,
    responses: mapValues(method["responses"] as Responses, share),
  });
  return {
    paths: Object.fromEntries([...paths].map(([path, item]) => [path, mapValues(item, shared)])),
    components: Object.fromEntries([...names].map(([text, name]) => [name, JSON.parse(text) as JsonSchema])),
  };
}

const mapValues = (of: Responses, change: (value: JsonSchema) => JsonSchema): Record<string, JsonSchema> =>
  Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value)]));

/** `TheDeliveryQueued` for "the delivery, queued"; a number follows where another response has that name. */
function nameOf({ description }: JsonSchema, taken: ReadonlySet<string>): string {
  const words = String(description).match(/[a-z]+/gi) ?? [];
  const name = words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join("");
  for (let number = 1; ; number++) {
    const tried = `${name}${number === 1 ? "" : number}`;
    if (!taken.has(tried)) return tried;
  }
}
