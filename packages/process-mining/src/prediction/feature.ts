/** One input of the models. */
export interface Feature {
  readonly name: string;
  readonly description: string;
  /** The value is a code, equal or not, rather than a quantity. */
  readonly kind: "number" | "category";
  /** What it tells about: the activities and resources so far, the hours passed, or the hour and day of the week. */
  readonly group: "sequence" | "time" | "calendar";
  /** Of a category: the names behind the codes; the code is the index. */
  readonly codes?: readonly string[];
}
