// app/webhooks/longhaul/route.ts of a Next.js project: npm install @longhaul/sdk
import { unwrapWebhook, WebhookVerificationError } from "@longhaul/sdk";

export async function POST(request: Request): Promise<Response> {
  try {
    const event = await unwrapWebhook(request.headers, await request.text(), process.env["WEBHOOK_SECRET"] ?? "");
    if (event.type === "operation.completed") console.log(event.type, event.data.operationId);
    return new Response(null, { status: 204 });
  } catch (err) {
    if (!(err instanceof WebhookVerificationError)) throw err;
    return new Response(err.reason, { status: 400 });
  }
}
