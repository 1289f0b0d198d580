import { useState } from "preact/hooks";
import { t } from "../../texts/language.ts";

const SNIPPET = `import express from "express";
import { verifyWebhook, WebhookVerificationError } from "@longhaul/sdk";

const app = express();

app.post("/hooks/longhaul", express.raw({ type: "application/json" }), (req, res) => {
  try {
    const event = verifyWebhook(req.headers, req.body, process.env.WEBHOOK_SECRET);
    res.sendStatus(204); // answer first, work later
    handle(event.id, event.type, event.data);
  } catch (err) {
    if (!(err instanceof WebhookVerificationError)) throw err;
    res.status(400).send(err.reason);
  }
});
`;

/** A receiver that checks signatures, to copy. */
export function ReceiverSnippet() {
  const { shell, webhooks } = t.value;
  const [isCopied, setCopied] = useState(false);
  return (
    <section class="card">
      <header class="card-head">
        <h2>{webhooks.receiver}</h2>
        <button
          type="button"
          class="button"
          onClick={() => void navigator.clipboard.writeText(SNIPPET).then(() => setCopied(true))}
        >
          {isCopied ? shell.copied : shell.copy}
        </button>
      </header>
      <pre tabIndex={0}>{SNIPPET}</pre>
    </section>
  );
}
