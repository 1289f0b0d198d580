/** The value of a document, or of as much of it as is there: up to the last comma, and closed. */
export function parsePart(text: string): unknown {
  return parsed(text) ?? parsed(closed(text));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Deeper nesting isn't data. */
const MOST_OPEN = 200;
const [QUOTE, COMMA, BACKSLASH] = [34, 44, 92];
const CLOSING = new Map([
  [123, "}"],
  [91, "]"],
]);

function closed(text: string): string {
  const open: string[] = [];
  let whole = { length: 0, end: "" };
  let isInText = false;
  for (let at = 0; at < text.length && open.length < MOST_OPEN; at++) {
    const sign = text.charCodeAt(at);
    if (sign === QUOTE) isInText = !isInText;
    else if (isInText) at += sign === BACKSLASH ? 1 : 0;
    else if (sign === COMMA) whole = { length: at, end: open.toReversed().join("") };
    else if (sign === 125 || sign === 93) open.pop();
    else {
      const closing = CLOSING.get(sign);
      if (closing !== undefined) open.push(closing);
    }
  }
  return text.slice(0, whole.length) + whole.end;
}
