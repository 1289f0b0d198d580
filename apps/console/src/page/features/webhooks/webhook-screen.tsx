import type { Webhook } from "@longhaul/sdk";
import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { usePolled } from "../../api/use-polled.ts";
import { Link } from "../../router/link.tsx";
import { navigate } from "../../router/router.ts";
import { formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { Action } from "../../ui/action.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Facts } from "../../ui/facts.tsx";
import { FaultLine } from "../../ui/fault-line.tsx";
import { PageTitle } from "../../ui/page-title.tsx";
import { Time } from "../../ui/time.tsx";
import { Deliveries } from "./deliveries.tsx";
import { RecoverDialog } from "./recover-dialog.tsx";
import { ReceiverSnippet } from "./receiver-snippet.tsx";
import { RotateDialog } from "./rotate-dialog.tsx";
import { WebhookBadge } from "./webhook-badge.tsx";

const LOOK_AGAIN_MS = 3_000;

/** One webhook: its state, its deliveries with every attempt, and what can be done about it. */
export function WebhookScreen({ webhookId }: { readonly webhookId: string }) {
  const client = useClient();
  const texts = t.value.webhooks;
  const path = `/async/webhooks/${encodeURIComponent(webhookId)}`;
  const [dialog, setDialog] = useState<"rotate" | "recover" | "delete" | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [message, setMessage] = useState("");
  const { data, error, reload } = usePolled(webhookId, (signal) => client.transport.json<Webhook>({ path, signal }), {
    everyMs: LOOK_AGAIN_MS,
  });
  if (data === null)
    return error === null ? (
      <p class="loading">{t.value.shell.loading}</p>
    ) : (
      <FaultLine error={error} onRetry={reload} />
    );
  const attempt = async (work: () => Promise<unknown>, done = ""): Promise<void> => {
    setFault(null);
    try {
      await work();
      setMessage(done);
      reload();
    } catch (err) {
      setFault(err);
    }
  };
  const setStatus = (status: "Active" | "Paused"): Promise<void> =>
    attempt(() => client.transport.json({ method: "PATCH", path, json: { status } }));
  const { deliveryStats: stats } = data;
  return (
    <>
      <nav class="crumbs">
        <Link to="/webhooks">{texts.title}</Link>
      </nav>
      <PageTitle title={data.webhookName}>
        <Action
          permission="webhooks"
          onClick={() =>
            void attempt(() => client.transport.json({ method: "POST", path: `${path}/test`, json: {} }), texts.tested)
          }
        >
          {texts.test}
        </Action>
        <Action permission="webhooks" onClick={() => void setStatus(data.status === "Active" ? "Paused" : "Active")}>
          {data.status === "Active" ? texts.pause : texts.resume}
        </Action>
        <Action permission="webhooks" onClick={() => setDialog("rotate")}>
          {texts.rotate}
        </Action>
        <Action permission="webhooks" onClick={() => setDialog("recover")}>
          {texts.recover}
        </Action>
        <Action permission="webhooks" kind="is-danger" onClick={() => setDialog("delete")}>
          {texts.delete}
        </Action>
      </PageTitle>
      <WebhookBadge status={data.status} />
      {message !== "" && (
        <p class="note" role="status">
          {message}
        </p>
      )}
      <FaultLine error={fault ?? error} />
      {data.disabledReason !== undefined && <p class="notice is-failed">{data.disabledReason}</p>}
      <section class="card">
        <Facts
          facts={[
            [texts.url, <code key="url">{data.webhookUrl}</code>],
            [texts.events, data.eventsSubscribed.join(", ")],
            [texts.delivered, formatNumber(stats.successfulDeliveries)],
            [texts.failed, formatNumber(stats.failedDeliveries)],
            [texts.answerTime, stats.averageResponseTime],
            [texts.last, data.lastDelivery === null ? null : <Time at={data.lastDelivery} />],
            [texts.failingSince, data.failingSince === undefined ? null : <Time at={data.failingSince} />],
            [texts.heldUntil, data.heldUntil === undefined ? null : <Time at={data.heldUntil} />],
          ]}
        />
      </section>
      <Deliveries path={path} />
      <ReceiverSnippet />
      {dialog === "rotate" && <RotateDialog path={path} onClose={() => setDialog(null)} />}
      {dialog === "delete" && (
        <Confirm
          title={texts.deleteTitle}
          text={texts.deleteText}
          action={texts.delete}
          onClose={() => setDialog(null)}
          onConfirm={async () => {
            await client.transport.send({ method: "DELETE", path });
            navigate("/webhooks");
          }}
        />
      )}
      {dialog === "recover" && <RecoverDialog path={path} onClose={() => setDialog(null)} />}
    </>
  );
}
