import { UsageError, type Command } from "../command.ts";

export const auditVerify: Command = {
  name: "audit verify",
  args: "",
  about: "compute the hashes of the tenant's audit log anew: nothing was changed, removed or moved",
  more: "Needs the permission audit and all projects. Keep the last hash elsewhere, and give it with --seq and --hash the next time: a log\nthat was written anew as a whole is then found, too.",
  options: {
    seq: { value: "n", about: "an entry that was verified before" },
    hash: { value: "hash", about: "the hash that it had" },
  },
  async run({ client, given, out, signal }) {
    const [seq, hash] = [given.text("seq"), given.text("hash")];
    if ((seq === undefined) !== (hash === undefined)) throw new UsageError("--seq and --hash go together");
    const { audit } = await client();
    const verdict = await audit.verify({ signal });
    let { fault } = verdict;
    if (fault === undefined && seq !== undefined) {
      fault = `entry ${seq} is not the one that was verified before`;
      for await (const entry of audit.list({ scope: "tenant", order: "chain", signal })) {
        if (String(entry.seq) === seq && entry.hash === hash) fault = undefined;
        if (entry.seq >= Number(seq)) break;
      }
    }
    out.result({ ...verdict, ...(fault === undefined ? {} : { fault }) }, () => [
      fault === undefined
        ? `${verdict.entries} entries, whole; the last is ${verdict.lastSeq}: ${verdict.lastHash}`
        : `NOT WHOLE: ${fault}`,
    ]);
    return fault === undefined ? "done" : "fault";
  },
};

export const auditExport: Command = {
  name: "audit export",
  args: "",
  about: "the audit log as JSON, an entry a line, in the order of its chain",
  options: {
    whole: { about: "of all projects of the tenant instead of this one" },
    since: { value: "time", about: "from this date or time" },
    until: { value: "time", about: "to this date or time" },
  },
  async run({ client, given, out, signal }) {
    const [since, until] = [given.text("since"), given.text("until")];
    const found = (await client()).audit.list({
      order: "chain",
      signal,
      scope: given.flag("whole") ? "tenant" : "project",
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
    });
    for await (const entry of found) out.line(JSON.stringify(entry));
    return "done";
  },
};
