import { UsageError, type Command } from "../command.ts";
import { readProfiles, writeProfiles } from "../profiles.ts";
import { table } from "../terminal/table.ts";

export const profileList: Command = {
  name: "profile list",
  args: "",
  about: "the profiles that login keeps",
  async run({ env, out }) {
    const { current, profiles } = await readProfiles(env);
    const shown = profiles.map(({ token: _token, ...rest }) => ({ ...rest, isCurrent: rest.name === current }));
    out.result(shown, () =>
      table(
        ["", "NAME", "URL", "TENANT", "PROJECT"],
        shown.map(({ isCurrent, name, url, tenantId, projectId }) => [
          isCurrent ? "*" : "",
          name,
          url,
          tenantId,
          projectId,
        ]),
      ),
    );
    return "done";
  },
};

export const profileUse: Command = {
  name: "profile use",
  args: "<name>",
  about: "make a profile the current one",
  async run({ env, given, out }) {
    const all = await readProfiles(env);
    const name = given.arg(0);
    if (!all.profiles.some((profile) => profile.name === name))
      throw new UsageError(`there is no profile "${name}"`, "notFound");
    await writeProfiles(env, { ...all, current: name });
    out.result({ current: name }, () => [`"${name}" is the current profile.`]);
    return "done";
  },
};

export const profileRemove: Command = {
  name: "profile remove",
  args: "<name>",
  about: "forget a profile and its token",
  async run({ env, given, out }) {
    const { current, profiles } = await readProfiles(env);
    const name = given.arg(0);
    const kept = profiles.filter((profile) => profile.name !== name);
    if (kept.length === profiles.length) throw new UsageError(`there is no profile "${name}"`, "notFound");
    await writeProfiles(env, { current: current === name ? null : current, profiles: kept });
    out.result({ removed: name }, () => [`"${name}" is forgotten.`]);
    return "done";
  },
};
