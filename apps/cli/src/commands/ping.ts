import type { Command } from "../command.ts";
import { list } from "../terminal/table.ts";

export const ping: Command = {
  name: "ping",
  args: "",
  about: "which project is asked, who the token makes me, what it permits",
  async run({ client, out, signal }) {
    const answer = await (await client()).ping({ signal });
    const { subject, tenantId, projectId, role, permissions, tokenExpires, serverTime, version } = answer;
    out.result(answer, () =>
      list([
        ["subject", subject],
        ["tenant", tenantId],
        ["project", projectId],
        ["role", role],
        ["permissions", permissions.join(", ")],
        ["token expires", tokenExpires],
        ["server time", serverTime],
        ["version", version],
      ]),
    );
    return "done";
  },
};
