import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const script = (shell: string): string => execFileSync(process.execPath, [MAIN, "completion", shell]).toString();

/** What a shell prints, in a line each. @returns null where there is no such shell */
function run(shell: string, args: readonly string[], program: string): readonly string[] | null {
  const { error, status, stdout, stderr } = spawnSync(shell, [...args, "-c", program], { encoding: "utf8" });
  if (error !== undefined) return null;
  expect([status, stderr]).toEqual([0, ""]);
  return stdout.split("\n").filter((line) => line !== "");
}

/** What a shell offers behind these words, the last of which has been begun. */
const OFFERED: Readonly<Record<string, (words: readonly string[]) => readonly string[] | null>> = {
  bash: (words) =>
    run(
      "bash",
      ["--norc"],
      `${script("bash")}\nCOMP_WORDS=(${words.map((word) => `"${word}"`).join(" ")})\nCOMP_CWORD=${words.length - 1}\n_longhaul\nprintf '%s\\n' "\${COMPREPLY[@]}"`,
    ),
  // Its widgets need a terminal: here their stand-ins print what they are given, which is what fits none yet.
  zsh: (words) =>
    run(
      "zsh",
      ["-f"],
      `compdef() { : }\n${script("zsh")}
_describe() { local list; case "$2" in "("*) eval "list=$2" ;; *) list=("\${(@P)2}") ;; esac; print -l -- "\${list[@]%%:*}" }
_arguments() { local spec; for spec; do print -r -- "\${\${spec##*)}%%\\[*}"; done }
words=(${words.map((word) => `"${word}"`).join(" ")}); CURRENT=${words.length}
_longhaul`,
    )?.filter((line) => line.startsWith(words.at(-1) ?? "")) ?? null,
  fish: (words) =>
    run("fish", ["--no-config"], `${script("fish")}\ncomplete -C "${words.join(" ")}"`)?.map(
      (line) => line.split("\t")[0] ?? "",
    ) ?? null,
};

describe.each(Object.entries(OFFERED))("completion in %s", (shell, offered) => {
  it.runIf(spawnSync(shell, ["-c", "exit 0"]).error === undefined)("offers commands, second words and options", () => {
    expect(offered(["longhaul", "up"])).toEqual(["upload"]);
    expect(offered(["longhaul", "batch", "s"])).toEqual(["schema"]);
    expect(offered(["longhaul", "run", "--det"])).toEqual(["--detach"]);
    expect(offered(["longhaul", "logs", "--f"])).toEqual(["--follow"]);
    expect(offered(["longhaul", "retry", "--d"])?.toSorted()).toEqual(["--detach", "--dry-run"]);
  });
});
