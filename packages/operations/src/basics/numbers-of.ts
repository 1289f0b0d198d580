/** A number somewhere in a value. */
export interface NumberAt {
  /** Keys that lead to it; `[]` is any element of a list. */
  readonly path: string;
  readonly value: number;
}

/** Every number in results. */
export function numbersOf(value: unknown, path = ""): NumberAt[] {
  if (typeof value === "number") return [{ path, value }];
  if (Array.isArray(value)) return value.flatMap((one) => numbersOf(one, `${path}[]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => numbersOf(one, path === "" ? key : `${path}.${key}`));
}
