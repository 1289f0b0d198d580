const NO_BREAK_SPACE = "\u00a0";

/** A text in which a sign doesn't begin a line, or end one, without the word or figure that it belongs to. */
export function keepSigns(text: string): string {
  return text.replaceAll(/ (?=[%:;?!»](?:\W|$))/g, NO_BREAK_SPACE).replaceAll("« ", `«${NO_BREAK_SPACE}`);
}
