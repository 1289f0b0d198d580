import type { ApiKey, ApiKeyList } from "@longhaul/sdk";
import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { may } from "../../api/me.ts";
import { usePolled } from "../../api/use-polled.ts";
import { query } from "../../router/router.ts";
import { t } from "../../texts/language.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { FaultLine } from "../../ui/fault-line.tsx";
import { Pager } from "../../ui/pager.tsx";
import { PageTitle } from "../../ui/page-title.tsx";
import { Time } from "../../ui/time.tsx";
import { NewKeyDialog } from "./new-key-dialog.tsx";
import { SecretDialog } from "./secret-dialog.tsx";
import { SystemTabs } from "./system-tabs.tsx";

const PAGE_SIZE = 50;

/** Keys that programs use: made, given another secret, taken away. */
export function KeysScreen() {
  const texts = t.value.keys;
  const [isNew, setNew] = useState(false);
  const [turn, setTurn] = useState(0);
  const mayChange = may("admin");
  return (
    <>
      <PageTitle title={texts.title}>
        <button
          type="button"
          class="button is-primary"
          disabled={!mayChange}
          title={mayChange ? undefined : texts.forbidden}
          onClick={() => setNew(true)}
        >
          {texts.new}
        </button>
      </PageTitle>
      <SystemTabs />
      {mayChange ? <Keys turn={turn} /> : <p class="empty">{texts.forbidden}</p>}
      {isNew && (
        <NewKeyDialog
          onClose={() => {
            setNew(false);
            setTurn(turn + 1);
          }}
        />
      )}
    </>
  );
}

type PendingAction = { readonly what: "rotate" | "delete"; readonly key: ApiKey };

function Keys({ turn }: { readonly turn: number }) {
  const client = useClient();
  const texts = t.value.keys;
  const [pending, setPending] = useState<PendingAction | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const page = Math.max(1, Number(query.value.get("page")) || 1);
  const { data, error, reload } = usePolled(`keys ${page} ${turn}`, (signal) =>
    client.transport.json<ApiKeyList>({ path: "/async/api-keys", query: { page, pageSize: PAGE_SIZE }, signal }),
  );
  return (
    <>
      <FaultLine error={error} onRetry={reload} />
      {data === null && error === null && <p class="loading">{t.value.shell.loading}</p>}
      {data !== null && data.apiKeys.length === 0 && (
        <div class="empty">
          <h2>{texts.empty}</h2>
          <p>{texts.emptyText}</p>
        </div>
      )}
      {data !== null && data.apiKeys.length > 0 && (
        <table class="table">
          <thead>
            <tr>
              <th>{texts.name}</th>
              <th>{texts.permissions}</th>
              <th>{texts.lastUsed}</th>
              <th>{texts.expires}</th>
              <th>
                <span class="visually-hidden">{t.value.shell.actions}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.apiKeys.map((key) => (
              <KeyRow key={key.keyId} item={key} onAsk={(what) => setPending({ what, key })} />
            ))}
          </tbody>
        </table>
      )}
      {data !== null && <Pager page={page} hasNextPage={data.hasNextPage} />}
      {pending?.what === "delete" && (
        <Confirm
          title={texts.deleteTitle(pending.key.keyName)}
          text={texts.deleteText}
          action={texts.delete}
          onClose={() => setPending(null)}
          onConfirm={async () => {
            await client.apiKeys.delete(pending.key.keyId);
            reload();
          }}
        />
      )}
      {pending?.what === "rotate" && (
        <Confirm
          title={`${texts.rotate}: ${pending.key.keyName}`}
          text={texts.rotateText}
          action={texts.rotate}
          onClose={() => setPending(null)}
          onConfirm={async () => {
            setSecret((await client.apiKeys.rotate(pending.key.keyId)).apiKey ?? null);
            reload();
          }}
        />
      )}
      {secret !== null && <SecretDialog secret={secret} onClose={() => setSecret(null)} />}
    </>
  );
}

function KeyRow({ item, onAsk }: { readonly item: ApiKey; readonly onAsk: (what: PendingAction["what"]) => void }) {
  const texts = t.value.keys;
  return (
    <tr>
      <td class="cell-name">
        <strong>{item.keyName}</strong>
        <small>
          {texts.by} {item.createdBy}
        </small>
      </td>
      <td data-label={texts.permissions}>{item.permissions.map((one) => texts.permissionNames[one]).join(", ")}</td>
      <td data-label={texts.lastUsed}>{item.lastUsed === undefined ? texts.never : <Time at={item.lastUsed} />}</td>
      <td data-label={texts.expires}>
        <Time at={item.expires} />
      </td>
      <td class="cell-actions">
        <button type="button" class="button is-small" onClick={() => onAsk("rotate")}>
          {texts.rotate}
        </button>
        <button type="button" class="button is-small is-danger" onClick={() => onAsk("delete")}>
          {texts.delete}
        </button>
      </td>
    </tr>
  );
}
