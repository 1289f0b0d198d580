import library from "pptxgenjs";

/** The library's types are written for CommonJS, where its class lies one level deeper than it does here. */
type Constructor = typeof library.default;

export type Presentation = library.default;
export type Slide = library.default.Slide;
export type TextOptions = library.default.TextPropsOptions;

export function createPresentation(): Presentation {
  return new (library as unknown as Constructor)();
}
