/** One setting that is missing or wrong. */
export interface ConfigFault {
  /** Name of the environment variable. */
  readonly name: string;
  /** What is wrong with it; never its value. */
  readonly problem: string;
  /** What to do about it, or null when the schema doesn't describe the setting. */
  readonly remedy: string | null;
}

/** The environment variables are no valid configuration. The message lists every fault, for people. */
export class ConfigError extends Error {
  readonly code = "config-invalid";
  readonly faults: readonly ConfigFault[];

  constructor(faults: readonly ConfigFault[]) {
    const count = faults.length === 1 ? "1 setting is" : `${faults.length} settings are`;
    const lines = faults.map(({ name, problem, remedy }) => `  ${name} ${problem}${remedy ? `\n    ${remedy}` : ""}`);
    super(`${count} missing or wrong:\n${lines.join("\n")}`);
    this.name = "ConfigError";
    this.faults = faults;
    this.stack = `${this.name}: ${this.message}`; // the reader mends the environment, not the code
  }
}
