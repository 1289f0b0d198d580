import { expect, it } from "vitest";
import { csvText } from "./csv-text.ts";

it("quotes what needs it and disarms formulas, but leaves numbers alone", () => {
  expect(
    csvText(
      ["a", "b,c"],
      [
        ["=cmd()", -1],
        ['say "hi"', null],
        ["+1", "two\nlines"],
      ],
    ),
  ).toBe('a,"b,c"\r\n\'=cmd(),-1\r\n"say ""hi""",\r\n\'+1,"two\nlines"\r\n');
});
