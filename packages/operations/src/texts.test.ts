import { expect, it } from "vitest";
import { loadOperationRegistry } from "./operation-registry.ts";

const registry = await loadOperationRegistry();
const definitions = registry.types.flatMap((type) => registry.find(type) ?? []);
const examples = definitions.flatMap((definition) =>
  (definition.examples ?? []).map((example) => [definition.type, example.name, definition, example] as const),
);

it.each(definitions)(
  "$type says what it does, and each of its phases does",
  ({ description, phases, examples: own }) => {
    expect(
      [description, ...phases.map((phase) => phase.description)].every((text) => /^[A-Z].*\.$/.test(text ?? "")),
    ).toBe(true);
    expect(own?.length).toBeGreaterThan(0);
  },
);

it.each(examples)("%s takes its example: %s", (_type, _name, { parameters }, example) => {
  expect(parameters.validate(example.parameters, { convert: false, abortEarly: false }).error).toBeUndefined();
});
