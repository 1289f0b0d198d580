/** One number that stands out, already written for people. */
export interface KeyFigure {
  readonly label: string;
  readonly value: string;
}

/** A bar of a chart; `text` is its value written for people. */
export interface Bar {
  readonly label: string;
  /** Not negative. */
  readonly value: number;
  readonly text: string;
}

/** A part of a section, in reading order. */
export type Block =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "figures"; readonly figures: readonly KeyFigure[] }
  | { readonly kind: "bars"; readonly caption: string; readonly bars: readonly Bar[] }
  | {
      readonly kind: "table";
      readonly caption: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

export interface Section {
  readonly heading: string;
  readonly blocks: readonly Block[];
}

/** A report as every format renders it. */
export interface Report {
  readonly title: string;
  readonly subtitle: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly sections: readonly Section[];
}
