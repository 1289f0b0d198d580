import type { Language } from "@longhaul/domain";

/** A number with how it is written for people; spreadsheets get the number. */
export interface Quantity {
  readonly value: number;
  readonly text: string;
  /** Of the value: `s` of a length of time, `%` of a share, or a word; none of a number of things. */
  readonly unit?: string;
}

/** What a table cell holds; null where the figure isn't known. */
export type Cell = string | Quantity | null;

export interface Column {
  readonly label: string;
  /** Unit of the values of all its quantities where it differs from their text, such as `s` for durations. */
  readonly unit?: string;
}

/** One number that stands out. */
export interface KeyFigure {
  readonly label: string;
  readonly value: Quantity;
}

/** A bar of a chart, one value a series. */
export interface Bar {
  readonly label: string;
  /** Not negative. */
  readonly values: readonly Quantity[];
}

/** A class of a histogram: values from `from` (inclusive) to `to`. */
export interface Bin {
  readonly from: Quantity;
  readonly to: Quantity;
  readonly count: number;
  /** Whether it holds all that is longer; `to` is a word then. */
  readonly isOpen?: boolean;
}

/** What a chart shows; it is drawn when the report is rendered. */
export type Chart =
  | { readonly kind: "bars"; readonly series: readonly string[]; readonly unit?: string; readonly bars: readonly Bar[] }
  | {
      readonly kind: "histogram";
      readonly valueLabel: string;
      readonly countLabel: string;
      /** Of the bins' edges. */
      readonly unit?: string;
      readonly bins: readonly Bin[];
    }
  | {
      readonly kind: "timeline";
      readonly periods: readonly string[];
      readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
    };

export type Priority = "High" | "Medium" | "Low";

/** A part of a section, in reading order. */
export type Block =
  /** A text, below the question that it answers where there is one; `points` are what it says, each for a line of a slide. */
  | { readonly kind: "text"; readonly text: string; readonly lead?: string; readonly points?: readonly string[] }
  | { readonly kind: "figures"; readonly figures: readonly KeyFigure[] }
  | {
      readonly kind: "chart";
      readonly caption: string;
      readonly chart: Chart;
      /** What the chart says, in sentences. */
      readonly reading?: readonly string[];
    }
  /** A drawing as a stand-alone SVG document. */
  | {
      readonly kind: "picture";
      readonly caption: string;
      readonly svg: string;
      /** What stands on a slide instead, which has another shape. */
      readonly onSlide?: { readonly caption: string; readonly svg: string };
    }
  | {
      readonly kind: "advice";
      readonly priority: Priority;
      readonly title: string;
      readonly effect: string;
      /** How it was judged, a sentence each. */
      readonly notes: readonly string[];
      /** The figures behind it, each with its name. */
      readonly evidence: readonly string[];
    }
  | {
      readonly kind: "table";
      readonly caption: string;
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly Cell[])[];
    };

export interface Section {
  readonly heading: string;
  /** Whether it stands behind the report itself. */
  readonly isAppendix?: true;
  /** What it says above all, in a sentence. */
  readonly message?: string;
  readonly blocks: readonly Block[];
}

/** Whose report it is: what a format shows of it in place of its own look. */
export interface Brand {
  readonly company?: string;
  /** `#rrggbb`: of covers, headings and the heads of tables; darkened where white text couldn't be read on it. */
  readonly color?: string;
  readonly logo?: Logo;
}

export interface Logo {
  readonly mediaType: "image/png" | "image/jpeg";
  readonly base64: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** A report as every format renders it. */
export interface Report {
  readonly brand?: Brand;
  /** Of all its texts, and of those that the formats add. */
  readonly language: Language;
  readonly title: string;
  /** What kind of report it is, for the cover. */
  readonly kind: string;
  readonly subtitle: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Stands on the cover. */
  readonly figures: readonly KeyFigure[];
  /** A short report has its contents on the cover and its sections follow each other. */
  readonly isShort: boolean;
  readonly sections: readonly Section[];
}
