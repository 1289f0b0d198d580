import pg from "pg";

/** A statement that goes to the server together with another, before it. */
export interface Preface {
  /** Set where each connection has prepared the text under this name. */
  readonly name?: string;
  /** Gives no rows: what comes back is one CommandComplete. */
  readonly text: string;
  readonly values: readonly string[];
}

/** What a query of pg says to the server: bits of pg that its types leave out. */
interface Wire {
  parse(given: { readonly name: string; readonly text: string; readonly types: readonly number[] }): void;
  bind(given: { readonly portal: string; readonly statement: string; readonly values: readonly string[] }): void;
  execute(given: { readonly portal: string }): void;
}
interface WireQuery {
  prepare(wire: Wire): void;
  handleCommandComplete(message: unknown, wire: Wire): void;
}
const ExtendedQuery = pg.Query as unknown as new (
  config: object,
  values: readonly unknown[] | undefined,
) => pg.Submittable & WireQuery;

/**
 * A statement with a preface: both go to the server together, as one transaction. Where the preface fails, the statement
 * isn't run.
 */
export class PrefacedQuery extends ExtendedQuery {
  readonly #preface: Preface;
  readonly query_timeout: number | undefined;
  #isPrefaced = false;

  constructor(config: { readonly query_timeout?: number }, values: readonly unknown[] | undefined, preface: Preface) {
    super({ ...config, queryMode: "extended" }, values);
    this.query_timeout = config.query_timeout;
    this.#preface = preface;
  }

  override prepare(wire: Wire): void {
    const { name, text, values } = this.#preface;
    if (name === undefined) wire.parse({ name: "", text, types: [] });
    wire.bind({ portal: "", statement: name ?? "", values });
    wire.execute({ portal: "" });
    super.prepare(wire);
  }

  override handleCommandComplete(message: unknown, wire: Wire): void {
    if (this.#isPrefaced) super.handleCommandComplete(message, wire);
    this.#isPrefaced = true;
  }
}
