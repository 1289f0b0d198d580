/** What a dataset may be: an event log, or a file that operations read beside one. */
export const FILE_KINDS = ["log", "model", "template"] as const;
export type FileKind = (typeof FILE_KINDS)[number];

const KINDS: ReadonlyMap<string, FileKind> = new Map([
  ["bpmn", "model"],
  ["pnml", "model"],
  ["pptx", "template"],
]);

/** What a dataset is by the format of its file: an event log in all but a few. */
export const fileKindOf = (format: string | null): FileKind => KINDS.get(format ?? "") ?? "log";

/** Formats of files that are no logs, all or those of a kind. */
export const fileFormats = (kind?: FileKind): string[] =>
  [...KINDS].flatMap(([format, one]) => (kind === undefined || one === kind ? [format] : []));

/** What a kind is called in a sentence. */
export const FILE_KIND_WORDS: Readonly<Record<FileKind, string>> = {
  log: "an event log",
  model: "a model",
  template: "a template of slides",
};
