import library from "pptxgenjs";

/** The library's types describe CommonJS, where the class is one level deeper than in ES modules. */
type Constructor = typeof library.default;

export type Presentation = library.default;
export type Slide = library.default.Slide;
export type TextOptions = library.default.TextPropsOptions;

/** A series of a native chart, with one value per label. */
export interface ChartSeries {
  readonly name: string;
  readonly labels: readonly string[];
  readonly values: readonly number[];
}

type LibraryChartOptions = library.default.IChartOpts;
/** The library's types list only one direction of a category axis. */
export type ChartOptions = Omit<LibraryChartOptions, "catAxisOrientation"> & {
  readonly catAxisOrientation?: "minMax" | "maxMin";
};

export function addChart(
  slide: Slide,
  kind: "bar" | "line",
  series: readonly ChartSeries[],
  options: ChartOptions,
): void {
  slide.addChart(kind, [...series], options as unknown as LibraryChartOptions);
}

export function createPresentation(): Presentation {
  return new (library as unknown as Constructor)();
}
