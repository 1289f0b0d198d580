import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** Says one line on behalf of a process. */
export type Say = (line: string) => void;

const COLOURS = [36, 33, 35, 32, 34];
const NAME_WIDTH = 17;

export interface Output {
  /** Gives a name its place before the line, and its colour on a terminal. */
  named(name: string): Say;
}

export function createOutput(stream: NodeJS.WriteStream | NodeJS.WritableStream): Output {
  const isTerminal = "isTTY" in stream && stream.isTTY && process.env["NO_COLOR"] === undefined;
  let names = 0;
  return {
    named(name) {
      const label = `${name.padEnd(NAME_WIDTH)} | `;
      const colour = COLOURS[names++ % COLOURS.length];
      const prefix = isTerminal ? `\u001b[${colour}m${label}\u001b[0m` : label;
      return (line) => void stream.write(`${prefix}${line}\n`);
    },
  };
}

/** Passes each line of the stream on. */
export function sayLinesOf(stream: Readable, say: Say): void {
  createInterface({ input: stream, crlfDelay: Infinity }).on("line", say);
}
