import { t } from "../../texts/language.ts";

const LEAST_CHARACTERS = 8;

/** The secret that signs a webhook's deliveries. */
export function SecretField({
  value,
  hint,
  isRequired = false,
  onChange,
}: {
  readonly value: string;
  readonly hint: string;
  readonly isRequired?: boolean;
  readonly onChange: (value: string) => void;
}) {
  return (
    <label class="field">
      <span>{t.value.webhooks.secret}</span>
      <input
        name="secret"
        class="mono"
        autocomplete="off"
        required={isRequired}
        minLength={LEAST_CHARACTERS}
        value={value}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <small>{hint}</small>
    </label>
  );
}
