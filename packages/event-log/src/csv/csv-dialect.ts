export interface CsvDialect {
  readonly delimiter: string;
  /** Quote character, empty when the file quotes nothing. */
  readonly quote: string;
  /** Character that escapes a quote inside quotes: the quote itself, or a backslash. */
  readonly escape: string;
}
