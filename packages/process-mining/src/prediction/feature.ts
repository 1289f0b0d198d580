/** One input of the models. */
export interface Feature {
  readonly name: string;
  readonly description: string;
  /** The value is a code, equal or not, rather than a quantity. */
  readonly kind: "number" | "category";
  /** Of a category: the names behind the codes; the code is the index. */
  readonly codes?: readonly string[];
}
