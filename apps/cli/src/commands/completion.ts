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

const optionsOf = ({ options = {} }: Command): readonly string[] =>
  Object.keys({ ...options, ...GLOBAL_OPTIONS }).map((name) => `--${name}`);
const firstWords = (commands: readonly Command[]): readonly string[] => [
  ...new Set(commands.map(({ name }) => name.split(" ")[0] ?? "")),
];
const secondWords = (commands: readonly Command[], first: string): readonly string[] =>
  commands.flatMap(({ name }) => (name.startsWith(`${first} `) ? [name.slice(first.length + 1)] : []));

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

const zsh = (commands: readonly Command[]): string => `autoload -U +X bashcompinit && bashcompinit\n${bash(commands)}`;

function fish(commands: readonly Command[]): string {
  const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  const firsts = firstWords(commands).map((first) => {
    const about = commands.find(({ name }) => name === first)?.about ?? secondWords(commands, first).join(", ");
    return `complete -c longhaul -n __fish_use_subcommand -f -a ${first} -d ${quoted(about)}`;
  });
  const more = commands.flatMap((command) => {
    const [first = "", second] = command.name.split(" ");
    const seen = `-n '__fish_seen_subcommand_from ${first}'`;
    const options = Object.entries({ ...command.options, ...GLOBAL_OPTIONS }).map(
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
