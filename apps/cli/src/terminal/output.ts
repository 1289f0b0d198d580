import { EOL } from "node:os";

/** Where a command writes. Results go to stdout, everything else to stderr, so that scripts read only the result. */
export interface Output {
  readonly isJson: boolean;
  /** Whether a person looks on, so that lines may be drawn again. */
  readonly isLive: boolean;
  readonly columns: number;
  /** A line of the result. */
  line(text?: string): void;
  /** The result: as JSON with `--json`, else as its lines. */
  result(value: unknown, lines: () => readonly string[]): void;
  /** A line for the person that looks on. */
  readonly note: (text: string) => void;
  /** Draws lines over those drawn before; these stay once anything else is written. */
  draw(lines: readonly string[]): void;
  paint(style: Style, text: string): string;
}

export type Style = keyof typeof STYLES;

const STYLES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;
const ESCAPE = "\u001b[";

export function createOutput(env: NodeJS.ProcessEnv, isJson: boolean): Output {
  const { stdout, stderr } = process;
  const hasColour = stderr.isTTY && stdout.isTTY && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
  let drawn = 0;
  const erase = (): string => (drawn === 0 ? "" : `${ESCAPE}${drawn}A${ESCAPE}0J`);
  return {
    isJson,
    isLive: stderr.isTTY && !isJson && env["TERM"] !== "dumb" && (env["CI"] ?? "") === "",
    columns: stderr.columns ?? 80,
    line(text = "") {
      drawn = 0;
      stdout.write(printable(text) + EOL);
    },
    result(value, lines) {
      const text = isJson ? JSON.stringify(value, null, 2) : lines().map(printable).join(EOL);
      drawn = 0;
      if (text !== "") stdout.write(text + EOL);
    },
    note(text) {
      drawn = 0;
      stderr.write(printable(text) + EOL);
    },
    draw(lines) {
      stderr.write(erase() + lines.map((line) => `${printable(line)}${EOL}`).join(""));
      drawn = lines.length;
    },
    paint: (style, text) => (hasColour ? `${ESCAPE}${STYLES[style]}m${text}${ESCAPE}0m` : text),
  };
}

// oxlint-disable-next-line eslint/no-control-regex -- they are what it is about
const STEERING = /\u001b\[\d{1,2}m|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Without what would steer the terminal: names and messages are other people's. Colours may stay. */
export function printable(text: string): string {
  return text.replaceAll(STEERING, (found) => (found.length > 1 ? found : "\ufffd"));
}
