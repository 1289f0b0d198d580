import { doubtDetail } from "@longhaul/contracts/doubt-details";
import { useState } from "preact/hooks";
import { formatNumber } from "../../texts/formats.ts";
import { language, t } from "../../texts/language.ts";
import { Facts } from "../../ui/facts.tsx";
import { fileFacts } from "./file-facts.ts";
import { ROLES, type Preview } from "./dataset.ts";
import { reasonName } from "./reason-name.ts";

/** What an upload says of its columns; what is absent is detected. */
export type Mapping = Readonly<Record<string, string>>;

const READING = ["delimiter", "encoding", "timestampFormat", "timezone"] as const;

/** What the file is: of a log the first rows with the detected roles, to correct before the import. */
export function PreviewPanel(props: Parameters<typeof LogPreview>[0]) {
  const { preview, isBusy, onImport } = props;
  const texts = t.value.datasets;
  if (preview.kind === "log") return <LogPreview {...props} />;
  return (
    <div class="preview-panel">
      <Facts facts={[[texts.kindOfFile, texts.fileKinds[preview.kind]], ...fileFacts(preview.detected)]} />
      <div class="dialog-actions">
        <button type="button" class="button is-primary" disabled={isBusy} onClick={() => onImport({})}>
          {texts.upload.import}
        </button>
      </div>
    </div>
  );
}

function LogPreview({
  preview,
  isBusy,
  onLook,
  onImport,
}: {
  readonly preview: Preview;
  readonly isBusy: boolean;
  readonly onLook: (mapping: Mapping) => void;
  readonly onImport: (mapping: Mapping) => void;
}) {
  const texts = t.value.datasets;
  const { detected, sample, counts, errors } = preview;
  const [changes, setChanges] = useState<Mapping>({});
  const change = (name: string, value: string): void => setChanges({ ...changes, [name]: value });
  const roleOf = (column: string): string => {
    const given = ROLES.find((role) => changes[role] === column);
    return (
      given ?? ROLES.find((role) => changes[role] === undefined && hasColumn(detected.mapping?.[role], column)) ?? ""
    );
  };
  const whole: Mapping = Object.keys(changes).length === 0 ? {} : { ...plainMapping(detected.mapping), ...changes };
  return (
    <div class="preview-panel">
      <Facts
        facts={[
          [texts.format, preview.format],
          [texts.events, numberOf(counts.events)],
          [texts.cases, numberOf(counts.cases)],
          [texts.activities, numberOf(counts.activities)],
          [texts.leftOut, numberOf(counts.errorRecords)],
        ]}
      />
      {!sample.isWhole && <p class="soft">{texts.upload.partOnly}</p>}
      <Doubts doubts={detected.doubts ?? []} />
      {errors.length > 0 && (
        <ul class="plain">
          {errors.map(({ type = "", count = 0, resolved }) => (
            <li key={type}>
              <strong>{reasonName(type)}</strong> {formatNumber(count)}{" "}
              {resolved === true ? texts.repaired : texts.leftOut.toLowerCase()}
            </li>
          ))}
        </ul>
      )}
      <h3>{texts.upload.roles}</h3>
      <div class="role-fields">
        {ROLES.map((role) => (
          <label key={role} class="field">
            <span>{texts.roles[role]}</span>
            <select
              value={changes[role] ?? columnsOf(detected.mapping?.[role])[0] ?? ""}
              onChange={(event) => change(role, event.currentTarget.value)}
            >
              <option value="">–</option>
              {sample.columns.map((column) => (
                <option key={column} value={column}>
                  {column}
                </option>
              ))}
            </select>
          </label>
        ))}
        {READING.map((name) => (
          <label key={name} class="field">
            <span>{texts.reading[name]}</span>
            <input
              class="mono"
              value={changes[name] ?? detected[name] ?? ""}
              placeholder={texts.upload.detected}
              onChange={(event) => change(name, event.currentTarget.value)}
            />
          </label>
        ))}
      </div>
      <div class="grid-scroll" tabIndex={0} role="group" aria-label={texts.upload.rows}>
        <table class="grid">
          <thead>
            <tr>
              {sample.columns.map((column) => (
                <th key={column} scope="col" class={roleOf(column) === "" ? undefined : "has-role"}>
                  {column}
                  <small>{roleName(roleOf(column), texts.roles)}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sample.rows.slice(0, 12).map((row, idx) => (
              <tr key={idx}>
                {row.map((cell, column) => (
                  <td key={column}>{cell ?? <span class="none">–</span>}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="dialog-actions">
        <button
          type="button"
          class="button"
          disabled={isBusy || Object.keys(changes).length === 0}
          onClick={() => onLook(withoutEmpty(whole))}
        >
          {texts.upload.again}
        </button>
        <button type="button" class="button is-primary" disabled={isBusy} onClick={() => onImport(withoutEmpty(whole))}>
          {texts.upload.import}
        </button>
      </div>
    </div>
  );
}

/** What was read in a way that its owner should look at. */
export function Doubts({ doubts }: { readonly doubts: NonNullable<Preview["detected"]["doubts"]> }) {
  const texts = t.value.datasets;
  if (doubts.length === 0) return null;
  return (
    <details class="notice" open={doubts.length < 4}>
      <summary>
        <strong>{texts.doubts(doubts.length)}</strong>
      </summary>
      <ul class="plain">
        {doubts.map(({ kind, column, detail, count }) => (
          <li key={`${kind}/${column ?? ""}`}>
            {reasonName(kind)}
            {column !== undefined && (
              <>
                {" "}
                (<code>{column}</code>)
              </>
            )}
            {texts.colon}
            {doubtDetail(language.value, { kind, detail, count })}
          </li>
        ))}
      </ul>
    </details>
  );
}

const numberOf = (count: number | undefined): string | undefined =>
  count === undefined ? undefined : formatNumber(count);

type Columns = string | readonly string[] | null | undefined;

const columnsOf = (columns: Columns): readonly string[] =>
  columns === null || columns === undefined ? [] : typeof columns === "string" ? [columns] : columns;

const hasColumn = (columns: Columns, name: string): boolean => columnsOf(columns).includes(name);

const roleName = (role: string, names: Readonly<Record<string, string>>): string =>
  Object.hasOwn(names, role) ? (names[role] ?? "") : "";

/** Roles with one column each, which the reader may keep while others change. */
function plainMapping(mapping: Preview["detected"]["mapping"] = {}): Mapping {
  return Object.fromEntries(
    Object.entries(mapping).flatMap(([role, columns]) => (typeof columns === "string" ? [[role, columns]] : [])),
  );
}

const withoutEmpty = (mapping: Mapping): Mapping =>
  Object.fromEntries(Object.entries(mapping).filter(([, value]) => value !== ""));
