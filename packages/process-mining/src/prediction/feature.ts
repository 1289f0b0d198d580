/** One input of the models. */
export interface Feature {
  readonly name: string;
  /** The input that it comes from, by a name for readers: features of one input are known together. */
  readonly input: string;
  readonly description: string;
  /** The value is a code (nominal), not a quantity. */
  readonly kind: "number" | "category";
  /**
   * Its subject: the activities and resources so far, the hours passed, the hour and day of the week, the log's
   * own attributes, or how much goes on in other cases.
   */
  readonly group: "sequence" | "time" | "calendar" | "attribute" | "load";
  /** Of a category: the names behind the codes; the code is the index. */
  readonly codes?: readonly string[];
}
