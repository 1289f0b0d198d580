import type { Client } from "@longhaul/sdk";
import type { Connection } from "./connection.ts";
import type { Exit } from "./exit-codes.ts";
import type { Output } from "./terminal/output.ts";

/** An option of a command. */
export interface Option {
  /** Its letter. */
  readonly short?: string;
  /** What its value is called; a switch has none. */
  readonly value?: string;
  readonly isMultiple?: boolean;
  readonly about: string;
}

/** What the command line gave. */
export interface Given {
  readonly args: readonly string[];
  /** The argument at a place. @throws UsageError when it is missing */
  arg(at: number): string;
  text(option: string): string | undefined;
  texts(option: string): readonly string[];
  flag(option: string): boolean;
}

/** What a command works with. */
export interface CommandContext {
  readonly given: Given;
  readonly out: Output;
  /** The project that profile, environment and options name. @throws UsageError when they name none */
  readonly client: () => Promise<Client>;
  /** How it is reached. @throws UsageError when that isn't known */
  readonly connection: () => Promise<Connection>;
  /** Where to look for files: where the user is. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
}

/** One command: its help and its code. */
export interface Command {
  /** One word or two. */
  readonly name: string;
  /** Its arguments, as the help names them: `<id>`, `[folder]`. */
  readonly args: string;
  readonly about: string;
  /** What else the help says. */
  readonly more?: string;
  readonly options?: Readonly<Record<string, Option>>;
  /** Whether its words go to another program as they are. */
  readonly isRaw?: boolean;
  run(context: CommandContext): Promise<Exit>;
}

/** The command line can't be understood, or something that it needs is missing. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly exit: Exit;

  constructor(message: string, exit: Exit = "usage") {
    super(message);
    this.exit = exit;
  }
}
