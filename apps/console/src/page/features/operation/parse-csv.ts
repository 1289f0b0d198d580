/** Rows of a CSV file as Longhaul writes it (RFC 4180, separated by commas). */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  const endRow = (): void => {
    row.push(cell);
    rows.push(row);
    [row, cell] = [[], ""];
  };
  for (let place = text.startsWith("\uFEFF") ? 1 : 0; place < text.length; place++) {
    const char = text.charAt(place);
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text[place + 1] === '"') cell += text.charAt(++place);
      else isQuoted = false;
    } else if (char === '"') isQuoted = true;
    else if (char === ",") {
      row.push(cell);
      cell = "";
    } else if (char === "\n") endRow();
    else if (char !== "\r") cell += char;
  }
  if (cell !== "" || row.length > 0) endRow();
  return rows;
}
