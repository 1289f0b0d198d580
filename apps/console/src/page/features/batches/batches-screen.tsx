import { useState } from "preact/hooks";
import { Link } from "../../router/link.tsx";
import { navigate } from "../../router/router.ts";
import { t } from "../../texts/language.ts";
import { PageTitle } from "../../ui/page-title.tsx";
import { recentBatches } from "./recent-batches.ts";

/** Opens a batch by its id; those that were opened in this browser are at hand. */
export function BatchesScreen() {
  const texts = t.value.batches;
  const [id, setId] = useState("");
  const recent = recentBatches();
  return (
    <>
      <PageTitle title={t.value.shell.batches} />
      <form
        class="filter-fields"
        onSubmit={(event) => {
          event.preventDefault();
          if (id.trim() !== "") navigate(`/batches/${encodeURIComponent(id.trim())}`);
        }}
      >
        <label class="search">
          <span class="visually-hidden">{texts.id}</span>
          <input
            type="search"
            class="mono"
            placeholder={texts.id}
            value={id}
            onInput={({ currentTarget }) => setId(currentTarget.value)}
          />
        </label>
        <button class="button is-primary">{texts.open}</button>
      </form>
      {recent.length === 0 ? (
        <div class="empty">
          <h2>{texts.empty}</h2>
          <p>{texts.emptyText}</p>
        </div>
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th>{texts.recent}</th>
            </tr>
          </thead>
          <tbody>
            {recent.map(({ batchId, name }) => (
              <tr key={batchId}>
                <td class="cell-name">
                  <Link to={`/batches/${encodeURIComponent(batchId)}`} class="row-link">
                    {name}
                  </Link>
                  <small>{batchId}</small>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
