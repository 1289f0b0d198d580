import type { Command, Option } from "./command.ts";
import { EXIT_CODES } from "./exit-codes.ts";
import { GLOBAL_OPTIONS } from "./parse-command-line.ts";
import { list } from "./terminal/table.ts";

/** All commands in a line each. */
export function overview(commands: readonly Command[]): string {
  const lines = list(commands.map(({ name, args, about }) => [`${name} ${args}`.trim(), about]));
  return `longhaul: start long-running operations, follow them, fetch results

Usage: longhaul <command> …

${indent(lines)}

${options("Options of every command", GLOBAL_OPTIONS)}
Exit codes

${indent(list(Object.values(EXIT_CODES).map(([code, meaning]) => [String(code), meaning])))}

Which project: options, else the environment (LONGHAUL_URL, LONGHAUL_TENANT, LONGHAUL_PROJECT, LONGHAUL_TOKEN), else a profile:
the one named, else what a \`start\` in this folder or above wrote, else the one logged in to last.
\`longhaul help <command>\` tells more, \`longhaul --version\` which version this is.
`;
}

/** All about one command. */
export function helpOf({ name, args, about, more, options: own = {} }: Command): string {
  const usage = `longhaul ${name}${args === "" ? "" : ` ${args}`}`;
  return `${usage}: ${about}
${more === undefined ? "" : `\n${more}\n`}
${options("Options", own)}${options("Options of every command", GLOBAL_OPTIONS)}`;
}

function options(title: string, table: Readonly<Record<string, Option>>): string {
  const lines = Object.entries(table).map(([name, { short, value, about }]): readonly [string, string] => [
    `${short === undefined ? "    " : `-${short}, `}--${name}${value === undefined ? "" : ` <${value}>`}`,
    about,
  ]);
  return lines.length === 0 ? "" : `${title}\n\n${indent(list(lines))}\n\n`;
}

const indent = (lines: readonly string[]): string => lines.map((line) => `  ${line}`).join("\n");
