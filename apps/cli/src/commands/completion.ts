import { UsageError, type Command } from "../command.ts";
import { GLOBAL_OPTIONS } from "../parse-command-line.ts";

/** The script that completes commands and options in a shell. */
export function completionOf(commands: readonly Command[]): Command {
  const scripts = new Map([
    ["bash", bash],
    ["zsh", zsh],
    ["fish", fish],
  ]);
  return {
    name: "completion",
    args: "<shell>",
    about: "completion for bash, zsh or fish",
    more: "  bash: source <(longhaul completion bash)\n  zsh:  source <(longhaul completion zsh)\n  fish: longhaul completion fish | source",
    async run({ given, out }) {
      const script = scripts.get(given.arg(0));
      if (script === undefined) throw new UsageError(`there is completion for ${[...scripts.keys()].join(", ")}`);
      out.line(script(commands));
      return "done";
    },
  };
}

type OptionEntry = [name: string, option: NonNullable<Command["options"]>[string]];

const optionEntries = ({ options = {} }: Command): OptionEntry[] => Object.entries({ ...options, ...GLOBAL_OPTIONS });
const optionsOf = (command: Command): readonly string[] => optionEntries(command).map(([name]) => `--${name}`);
const firstWords = (commands: readonly Command[]): readonly string[] => [
  ...new Set(commands.map(({ name }) => name.split(" ")[0] ?? "")),
];
const secondWords = (commands: readonly Command[], first: string): readonly string[] =>
  commands.flatMap(({ name }) => (name.startsWith(`${first} `) ? [name.slice(first.length + 1)] : []));

/** The description of a command's first word: the command's own, or the second words that it takes. */
const aboutOf = (commands: readonly Command[], first: string): string =>
  commands.find(({ name }) => name === first)?.about ?? secondWords(commands, first).join(", ");

function bash(commands: readonly Command[]): string {
  const cases = firstWords(commands).map((first) => {
    const options = commands.filter(({ name }) => name.split(" ")[0] === first).flatMap(optionsOf);
    const words = [...secondWords(commands, first), ...new Set(options)];
    return `    ${first}) words="${words.join(" ")}" ;;`;
  });
  return `_longhaul() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
    *) words="" ;;
  esac
  [ "$COMP_CWORD" -eq 1 ] && words="${firstWords(commands).join(" ")}"
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [ \${#COMPREPLY[@]} -eq 0 ] && COMPREPLY=($(compgen -f -- "$current"))
}
complete -F _longhaul longhaul`;
}

/** The script works with `source`, and as a file `_longhaul` in a folder of `fpath`. */
function zsh(commands: readonly Command[]): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  const described = (name: string, about: string): string => quoted(`${name}:${about}`);
  const option = ([name, { short, value, about }]: OptionEntry): string => {
    const what = quoted(`[${about.replaceAll(/[[\]\\]/g, "\\$&")}]${value === undefined ? "" : `:${value}:_files`}`);
    return short === undefined ? `'--${name}'${what}` : `'(-${short} --${name})'{-${short},--${name}}${what}`;
  };
  const firsts = firstWords(commands);
  const cases = firsts.map((first) => {
    const own = commands.filter(({ name }) => name.split(" ")[0] === first);
    const seconds = own.flatMap(({ name, about }) =>
      name.includes(" ") ? [described(name.slice(first.length + 1), about)] : [],
    );
    const options = new Set(own.flatMap((command) => optionEntries(command).map(option)));
    const describe = seconds.length === 0 ? "" : `(( CURRENT == 3 )) && _describe action "(${seconds.join(" ")})"; `;
    return `    ${first}) ${describe}_arguments ${[...options].join(" ")} '*:file:_files' ;;`;
  });
  return `#compdef longhaul
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
_longhaul() {
  if (( CURRENT == 2 )); then
    local -a commands=(${firsts.map((first) => described(first, aboutOf(commands, first))).join(" ")})
    _describe command commands
    return
  fi
  case "$words[2]" in
${cases.join("\n")}
  esac
}
if [ "$funcstack[1]" = _longhaul ]; then _longhaul "$@"; else compdef _longhaul longhaul; fi`;
}

function fish(commands: readonly Command[]): string {
  const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  const firsts = firstWords(commands).map(
    (first) => `complete -c longhaul -n __fish_use_subcommand -f -a ${first} -d ${quoted(aboutOf(commands, first))}`,
  );
  const more = commands.flatMap((command) => {
    const [first = "", second] = command.name.split(" ");
    const seen = `-n '__fish_seen_subcommand_from ${first}'`;
    const options = optionEntries(command).map(
      ([name, { short, value, about }]) =>
        `complete -c longhaul ${seen} -l ${name}${short === undefined ? "" : ` -s ${short}`}${value === undefined ? "" : " -r"} -d ${quoted(about)}`,
    );
    return [
      ...(second === undefined ? [] : [`complete -c longhaul ${seen} -f -a ${second} -d ${quoted(command.about)}`]),
      ...options,
    ];
  });
  return [...firsts, ...new Set(more)].join("\n");
}
